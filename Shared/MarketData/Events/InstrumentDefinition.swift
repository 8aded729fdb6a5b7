/// A venue's description of one of its instruments.
public struct InstrumentDefinition: Event {
    /// A right to buy or a right to sell.
    public enum OptionType: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// A right to buy.
        case call
        /// A right to sell.
        case put
    }

    /// Symbol and times.
    public var header: EventHeader
    /// The base currency.
    public var base: TextRange
    /// The quote currency.
    public var quote: TextRange
    /// The currency that profits are paid in.
    public var settle: TextRange = .empty
    /// The smallest step of a price.
    public var tickSize: Decimal?
    /// The smallest step of a size.
    public var lotSize: Decimal?
    /// The value of one contract, in `contractUnit`.
    public var contractSize: Decimal?
    /// The currency of `contractSize`.
    public var contractUnit: TextRange = .empty
    /// When it expires.
    public var expiry: Timestamp?
    /// An option's strike price.
    public var strike: Decimal?
    /// An option's type.
    public var optionType: OptionType?
    /// The venue's word for whether it trades.
    public var status: TextRange
    /// When it was listed.
    public var listedTime: Timestamp?
    /// The maker's fee as a fraction.
    public var makerFee: Decimal?
    /// The taker's fee as a fraction.
    public var takerFee: Decimal?

    /// Takes the fields that every venue sends; the others are set afterwards.
    @inlinable
    public init(header: EventHeader, base: TextRange, quote: TextRange, status: TextRange) {
        self.header = header
        self.base = base
        self.quote = quote
        self.status = status
    }
}
