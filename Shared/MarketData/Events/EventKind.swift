/// The kinds of event, in the order in which `EventBatch` names its buffers; each is declared in `declaration`.
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

    /// The declaration of the kind.
    @inlinable public var declaration: KindDeclaration {
        switch self {
        case .trade: KindDeclaration("trade", of: Trade.self, isBusy: true, isCounted: true)
        case .book: KindDeclaration("book", of: BookChange.self, isBusy: true, isCounted: true)
        case .order: KindDeclaration("order", of: OrderChange.self, isBusy: true, isCounted: true)
        case .orderSnapshot: KindDeclaration("order", of: OrderSnapshot.self, isBusy: true, isCounted: true)
        case .quote: KindDeclaration("quote", of: Quote.self, isBusy: true, isCounted: true)
        case .ticker: KindDeclaration("ticker", of: Ticker.self, isBusy: false, isCounted: true)
        case .funding: KindDeclaration("funding", of: Funding.self, isBusy: false, isCounted: true)
        case .liquidation: KindDeclaration("liquidation", of: Liquidation.self, isBusy: false, isCounted: true)
        case .instrument: KindDeclaration("instrument", of: InstrumentDefinition.self, isBusy: false, isCounted: false)
        case .status: KindDeclaration("status", of: Status.self, isBusy: false, isCounted: false)
        // As busy as the documents that it is about, so that both are in partitions with the same number.
        case .gap: KindDeclaration("gap", of: Gap.self, isBusy: true, isCounted: false)
        case .coverage: KindDeclaration("coverage", of: Coverage.self, isBusy: false, isCounted: false)
        }
    }

    /// The name of the topic that carries the kind: `normalized.<name>.v1`, `market.<name>.v1`.
    public var topicName: String { declaration.name }
}
