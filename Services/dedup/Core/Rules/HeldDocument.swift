public import MarketData

/// A document that waits for the ones before it, with what is needed to judge it again.
public struct HeldDocument: Sendable {
    /// The document, byte for byte.
    public let bytes: [UInt8]
    /// Which symbol it is about.
    public let symbol: SymbolID
    /// Which topic it belongs to.
    public let kind: EventKind
    /// The source that sent it.
    public let source: String
    /// Its sequence numbers.
    let span: SequenceSpan
    /// When waiting ends, in nanoseconds of the caller's clock.
    let deadline: Int64
    /// The times that a gap before it takes over.
    let eventTime: Timestamp?
    let receiveTime: Timestamp
}
