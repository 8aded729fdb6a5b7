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

/// The sequence numbers of a document.
struct SequenceSpan: Sendable, BitwiseCopyable {
    /// The first update it holds; the last where the venue names one only.
    var first: Int64
    /// The last update it holds.
    var last: Int64
    /// The last update of the one before, where the venue chains them.
    var previous: Int64?
    /// Whether it replaces all before it.
    var isSnapshot: Bool

    /// Whether it continues a stream that stands at `sequence`.
    func continues(_ sequence: Int64) -> Bool {
        if let previous { return previous == sequence }
        return first <= sequence &+ 1
    }

    /// The last sequence that is missing when it comes after `sequence` without continuing it.
    func lastMissing(after sequence: Int64) -> Int64 {
        let beforeFirst = (isSnapshot ? last : first) &- 1
        return max(sequence &+ 1, beforeFirst)
    }
}
