import MarketData

/// The sources' documents in the order in which they reach dedup, made by a seed out of one recorded stream.
public struct Interleaving: Sendable {
    /// A copy of a document on its way.
    public struct Arrival: Sendable {
        /// Which document of the stream.
        public var index: Int
        /// Whose copy.
        public var source: Int
        /// When it comes, in nanoseconds.
        public var time: Int64
    }

    /// The copies, in order.
    public private(set) var arrivals: [Arrival] = []
    /// Whether any source sends the document.
    public private(set) var isSent: [Bool]

    /// Makes the sources' copies of `documents`.
    ///
    /// A channel's first document comes to all sources at once, and snapshots are never lost: a source begins with one.
    public init(
        of documents: ArraySlice<RecordedDocuments.Document>, _ faults: SourceFaults,
        _ generator: inout some RandomNumberGenerator
    ) {
        isSent = [Bool](repeating: false, count: documents.count)
        var begun: Set<String> = []
        let isFirst = documents.map { $0.kind == .book && begun.insert($0.channel).inserted }
        for source in 0..<faults.sources {
            var awayUntil = 0
            // A source's own copies stay in order: each is at least as late as the one before.
            var late: Int64 = 0
            for (index, document) in documents.enumerated() {
                if Double.random(in: 0..<1, using: &generator) < faults.outages {
                    awayUntil = index + faults.awayDocuments
                }
                let isLost = index < awayUntil || Double.random(in: 0..<1, using: &generator) < faults.loss
                guard !isLost || isFirst[index] || document.isSnapshot else { continue }
                isSent[index] = true
                let moment = Int64(index) * 1_000_000
                let delay =
                    isFirst[index] || faults.delay == 0 ? 0 : Int64.random(in: 0...faults.delay, using: &generator)
                late = max(late, moment + delay)
                arrivals.append(Arrival(index: index, source: source, time: isFirst[index] ? moment : late))
                if Double.random(in: 0..<1, using: &generator) < faults.repeats {
                    arrivals.append(Arrival(index: index, source: source, time: late))
                }
            }
        }
        arrivals.sort { ($0.time, $0.index, $0.source) < ($1.time, $1.index, $1.source) }
    }
}
