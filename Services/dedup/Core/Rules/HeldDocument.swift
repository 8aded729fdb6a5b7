import Documents
public import MarketData

/// A document that waits for the documents before it, with all data to judge it again.
public struct HeldDocument: Sendable {
    /// The document, byte for byte.
    public let bytes: [UInt8]
    /// Its symbol.
    public let symbol: SymbolID
    /// Its kind, which determines the topic.
    public let kind: EventKind
    /// The source that sent it.
    public let source: String
    /// Additional marks for readers.
    public var marks = EventMarks()
    /// Its sequence numbers.
    let span: SequenceSpan
    /// The end of its waiting time, in nanoseconds of the caller's clock.
    let deadline: Int64
    /// When the venue created it, if plausible, and when it was received. A gap before the document uses these times.
    let eventTime: Timestamp?
    let receiveTime: Timestamp

    /// The document with its marks.
    public var markedBytes: [UInt8] {
        marks.isEmpty ? bytes : bytes.withUnsafeBytes { DocumentMarks.adding(marks, to: $0) }
    }

    /// Identifies it among the waiting documents of its channel.
    var key: HeldKey { HeldKey(last: span.last, isSnapshot: span.isSnapshot) }
}

/// Identifies a waiting document of a channel.
struct HeldKey: Sendable, Hashable {
    /// The last sequence.
    let last: Int64
    /// Whether it is a snapshot: a snapshot and a change may end at the same sequence.
    let isSnapshot: Bool
}
