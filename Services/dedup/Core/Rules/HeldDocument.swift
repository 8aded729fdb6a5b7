import Documents
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
    /// What readers are to be told of it beside its own words.
    public var marks = EventMarks()
    /// Its sequence numbers.
    let span: SequenceSpan
    /// When waiting ends, in nanoseconds of the caller's clock.
    let deadline: Int64
    /// When the venue made it, where that can be right, and when it was received: a gap before it takes them over.
    let eventTime: Timestamp?
    let receiveTime: Timestamp

    /// The document with its marks.
    public var markedBytes: [UInt8] {
        marks.isEmpty ? bytes : bytes.withUnsafeBytes { DocumentMarks.adding(marks, to: $0) }
    }

    /// What tells it from the others that wait in its channel.
    var key: HeldKey { HeldKey(last: span.last, isSnapshot: span.isSnapshot) }
}

/// What tells apart the documents of one channel that wait: no two have the same.
struct HeldKey: Sendable, Hashable {
    /// The last sequence.
    let last: Int64
    /// Whether it is a snapshot: one and a change may end at the same sequence.
    let isSnapshot: Bool
}
