public import MarketData

/// The counts of a channel in the current minute.
struct CoverageCount: Sendable, Hashable {
    static let minute: Int64 = 60_000_000_000

    /// The minute's start in nanoseconds since 1970, by receive time; nil before the first document.
    var start: Int64?
    var firstSequence: Int64?
    var lastSequence: Int64?
    var events: Int64 = 0
    var duplicates: Int64 = 0
    var gaps: Int64 = 0
    /// The counts by source, in the order of the sources' first documents.
    var sources: [CoverageSource] = []

    /// Whether a document with this receive time belongs to a later minute.
    func isOver(at receiveTime: Timestamp) -> Bool {
        guard let start else { return false }
        // The end of the last possible minute overflows: the sum wraps, and the minute is over with its first document.
        return receiveTime.nanoseconds >= start &+ Self.minute
    }

    /// Begins the minute of a timestamp, with all counts at 0.
    mutating func begin(at receiveTime: Timestamp) {
        let time = receiveTime.nanoseconds
        self = CoverageCount(start: time - time % Self.minute)
    }

    /// Counts a published document.
    mutating func passed(_ span: SequenceSpan?, from source: String, hasFilled: Bool) {
        events += 1
        if let span {
            firstSequence = min(firstSequence ?? .max, span.first)
            lastSequence = max(lastSequence ?? .min, span.last)
        }
        let index = index(of: source)
        sources[index].passed += 1
        if hasFilled { sources[index].filled += 1 }
    }

    /// Counts a received document, whether it is published or not.
    mutating func received(from source: String) { sources[index(of: source)].received += 1 }

    private mutating func index(of source: String) -> Int {
        if let index = sources.firstIndex(where: { $0.source == source }) { return index }
        sources.append(CoverageSource(source: source))
        return sources.count - 1
    }
}

/// The counts of one source in a minute of a channel.
public struct CoverageSource: Sendable, Hashable {
    /// The source's name.
    public var source: String
    /// The number of documents that it sent.
    public var received: Int64 = 0
    /// The number of documents whose copy from this source was published.
    public var passed: Int64 = 0
    /// The number of documents that it sent while later ones of another source waited for them.
    public var filled: Int64 = 0

    /// Counts that are not given are 0.
    public init(source: String, received: Int64 = 0, passed: Int64 = 0, filled: Int64 = 0) {
        self.source = source
        self.received = received
        self.passed = passed
        self.filled = filled
    }
}

/// The counts of a completed minute.
public struct CoverageNotice: Sendable, Hashable {
    /// The symbol.
    public var symbol: SymbolID
    /// The channel: `book`, `trade`, …
    public var channel: String
    /// The minute's start.
    public var start: Timestamp
    /// The first published sequence, if the channel has sequences.
    public var firstSequence: Int64?
    /// The last published sequence, if the channel has sequences.
    public var lastSequence: Int64?
    /// The number of published documents.
    public var events: Int64
    /// The number of removed copies.
    public var duplicates: Int64
    /// The number of reported gaps.
    public var gaps: Int64
    /// The counts by source.
    public var sources: [CoverageSource]

    /// The end of the minute, exclusive, clamped to the range of a timestamp.
    public var end: Timestamp {
        let (end, overflow) = start.nanoseconds.addingReportingOverflow(CoverageCount.minute)
        return Timestamp(nanoseconds: overflow ? .max : end)
    }

    /// The sources in the format of the document.
    var sourcesText: String {
        sources.map { "\($0.source):\($0.received)/\($0.passed)/\($0.filled)" }.joined(separator: " ")
    }
}
