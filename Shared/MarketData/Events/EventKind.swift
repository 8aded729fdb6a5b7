/// The kinds of event, in the order in which `EventBatch` names its buffers.
public enum EventKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// `Trade`.
    case trade
    /// `BookChange`.
    case book
    /// `OrderChange`.
    case order
    /// `OrderSnapshot`.
    case orderSnapshot
    /// `Quote`.
    case quote
    /// `Ticker`.
    case ticker
    /// `Funding`.
    case funding
    /// `Liquidation`.
    case liquidation
    /// `InstrumentDefinition`.
    case instrument
    /// `Status`.
    case status
    /// `Gap`.
    case gap
    /// `Coverage`.
    case coverage

    /// The name of the topic that carries the kind: `normalized.<name>.v1`, `market.<name>.v1`.
    public var topicName: String {
        switch self {
        case .trade: "trade"
        case .book: "book"
        case .order, .orderSnapshot: "order"
        case .quote: "quote"
        case .ticker: "ticker"
        case .funding: "funding"
        case .liquidation: "liquidation"
        case .instrument: "instrument"
        case .status: "status"
        case .gap: "gap"
        case .coverage: "coverage"
        }
    }
}
