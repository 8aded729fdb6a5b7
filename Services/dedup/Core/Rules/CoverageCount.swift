public import MarketData

/// What a channel held in the minute that is being counted.
struct CoverageCount: Sendable, Hashable {
    static let minute: Int64 = 60_000_000_000

    /// The minute's start in nanoseconds since 1970, by the time of reception; nil before the first document.
    var start: Int64?
    var firstSequence: Int64?
    var lastSequence: Int64?
    var events: Int64 = 0
    var duplicates: Int64 = 0
    var gaps: Int64 = 0
    /// Counts by source, in the order in which the sources were heard.
    var sources: [CoverageSource] = []

    /// Whether a document received then belongs to a later minute.
    func isOver(at receiveTime: Timestamp) -> Bool {
        guard let start else { return false }
        // The last minute that there is has no end; the sum wraps, and the minute is over with its first document.
        return receiveTime.nanoseconds >= start &+ Self.minute
    }

    /// Begins the minute of a moment, with all counts at 0.
    mutating func begin(at receiveTime: Timestamp) {
        let time = receiveTime.nanoseconds
        self = CoverageCount(start: time - time % Self.minute)
    }

    /// Counts a document that went out.
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

    /// Counts a document that a source sent, whatever became of it.
    mutating func received(from source: String) { sources[index(of: source)].received += 1 }

    private mutating func index(of source: String) -> Int {
        if let index = sources.firstIndex(where: { $0.source == source }) { return index }
        sources.append(CoverageSource(source: source))
        return sources.count - 1
    }
}

/// What one source gave to a minute of a channel.
public struct CoverageSource: Sendable, Hashable {
    /// The source's name.
    public var source: String
    /// Documents that it sent.
    public var received: Int64 = 0
    /// Documents of which its copy went out.
    public var passed: Int64 = 0
    /// Documents that it sent while later ones of another source waited for them.
    public var filled: Int64 = 0

    /// Makes counts.
    public init(source: String, received: Int64 = 0, passed: Int64 = 0, filled: Int64 = 0) {
        self.source = source
        self.received = received
        self.passed = passed
        self.filled = filled
    }
}

/// The count of a minute that is over.
public struct CoverageNotice: Sendable, Hashable {
    /// Which symbol.
    public var symbol: SymbolID
    /// Which channel: `book`, `trade`, …
    public var channel: String
    /// The minute's start.
    public var start: Timestamp
    /// The first sequence that went out, where the channel has sequences.
    public var firstSequence: Int64?
    /// The last sequence that went out, where the channel has sequences.
    public var lastSequence: Int64?
    /// Documents that went out.
    public var events: Int64
    /// Copies removed.
    public var duplicates: Int64
    /// Gaps named.
    public var gaps: Int64
    /// The same by source.
    public var sources: [CoverageSource]

    /// The first moment after the minute, held to what a timestamp holds.
    public var end: Timestamp {
        let (end, overflow) = start.nanoseconds.addingReportingOverflow(CoverageCount.minute)
        return Timestamp(nanoseconds: overflow ? .max : end)
    }

    /// The sources as the document shows them.
    var sourcesText: String {
        sources.map { "\($0.source):\($0.received)/\($0.passed)/\($0.filled)" }.joined(separator: " ")
    }
}
