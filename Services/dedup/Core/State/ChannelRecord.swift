import MarketData

/// A channel's own record in the changelog. It contains everything except identities and waiting documents, which have their
/// own records.
struct ChannelRecord {
    /// The version of the layout. An unknown version is refused, because guessing would lose or repeat events.
    static let version: UInt8 = 4

    static func write(_ channel: Channel, of venue: VenueSources, instrument: String, to bytes: inout StateBytes) {
        bytes.append(version)
        bytes.append(instrument)
        write(channel.sequence, to: &bytes)
        bytes.append(channel.election.elected)
        bytes.append(channel.election.hasSnapshot)
        bytes.append(channel.election.lastHeard)
        bytes.append(channel.identities.firstPage)
        bytes.append(channel.identities.inserted)
        bytes.append(UInt32(channel.identities.keyCount))
        write(channel.coverage, to: &bytes)
        bytes.append(channel.lastHeard)
        bytes.append(UInt32(channel.progress.last.count))
        for (source, last) in zip(venue.sources, channel.progress.last) {
            bytes.append(source.name)
            bytes.append(last)
        }
    }

    private static func write(_ sequence: SequencedChannel, to bytes: inout StateBytes) {
        bytes.append(sequence.last)
        bytes.append(sequence.hasChanges)
        bytes.append(sequence.lastBeside)
        bytes.append(sequence.ahead?.sequence)
        bytes.append(sequence.ahead?.receive.nanoseconds)
        bytes.append(sequence.openGap != nil)
        if let gap = sequence.openGap {
            bytes.append(gap.from)
            bytes.append(gap.to)
            bytes.append(gap.behind)
            bytes.append(gap.isNamed)
            bytes.append(gap.isNameless)
        }
        bytes.append(sequence.lastEvent?.nanoseconds)
        bytes.append(sequence.lastReceive?.nanoseconds)
        bytes.append(sequence.numberingStart?.nanoseconds)
    }

    private static func write(_ coverage: CoverageCount, to bytes: inout StateBytes) {
        bytes.append(coverage.start)
        bytes.append(coverage.firstSequence)
        bytes.append(coverage.lastSequence)
        bytes.append(coverage.events)
        bytes.append(coverage.duplicates)
        bytes.append(coverage.gaps)
        bytes.append(UInt32(coverage.sources.count))
        for source in coverage.sources {
            bytes.append(source.source)
            bytes.append(source.received)
            bytes.append(source.passed)
            bytes.append(source.filled)
        }
    }

    // MARK: - Reading

    /// The instrument in our spelling.
    let instrument: String
    /// The state of the rule, without the waiting documents.
    private(set) var sequence = SequencedChannel()
    private(set) var election = Election()
    /// The pages are in separate records.
    private(set) var identities = IdentityWindow.Saved()
    private(set) var coverage = CoverageCount()
    private(set) var lastHeard: Int64 = 0
    /// The progress of each source.
    private(set) var progress: [(source: String, last: Int64)] = []

    /// - Parameter now: the clock time at which the waiting times start again.
    init(_ value: UnsafeRawBufferPointer, now: Int64) throws(StateError) {
        var cursor = StateCursor(value)
        try Self.checkVersion(&cursor)
        instrument = try cursor.text()
        sequence = try Self.sequence(&cursor, now: now)
        election.elected = try cursor.text()
        election.hasSnapshot = try cursor.flag()
        election.lastHeard = try cursor.integer()
        election.electedTime = now
        identities.firstPage = try cursor.integer()
        identities.inserted = try cursor.integer()
        identities.keyCount = max(1, Int(try cursor.integer(UInt32.self)))
        coverage = try Self.coverage(&cursor)
        lastHeard = try cursor.integer()
        for _ in 0..<(try cursor.count(ofAtLeast: 5)) {
            let source = try cursor.text()
            if let last = try cursor.optional() { progress.append((source, last)) }
        }
        guard cursor.isAtEnd, identities.inserted >= 0, identities.firstPage >= 0 else { throw .truncated }
    }

    private static func sequence(_ cursor: inout StateCursor, now: Int64) throws(StateError) -> SequencedChannel {
        var sequence = SequencedChannel()
        sequence.last = try cursor.optional()
        sequence.hasChanges = try cursor.flag()
        sequence.lastBeside = try cursor.optional()
        let ahead = (sequence: try cursor.optional(), receive: try cursor.optional())
        if let number = ahead.sequence, let receive = ahead.receive {
            sequence.ahead = (number, Timestamp(nanoseconds: receive))
        }
        if try cursor.flag() {
            sequence.openGap = OpenGap(
                from: try cursor.integer(), to: try cursor.integer(), behind: try cursor.optional(),
                isNamed: try cursor.flag(), isNameless: try cursor.flag())
            // The first snapshot of a stream may be in flight; for a reported gap, a snapshot is requested immediately.
            if sequence.openGap?.isNamed == false { sequence.openGap?.nextRequest = now &+ OpenGap.startWait }
        }
        sequence.lastEvent = try cursor.optional().map { Timestamp(nanoseconds: $0) }
        sequence.lastReceive = try cursor.optional().map { Timestamp(nanoseconds: $0) }
        sequence.numberingStart = try cursor.optional().map { Timestamp(nanoseconds: $0) }
        sequence.lastProgress = now
        return sequence
    }

    /// Checks the version at the beginning of every record.
    static func checkVersion(_ cursor: inout StateCursor) throws(StateError) {
        let version = try cursor.integer(UInt8.self)
        guard version == Self.version else { throw .unknownVersion(version) }
    }

    private static func coverage(_ cursor: inout StateCursor) throws(StateError) -> CoverageCount {
        var coverage = CoverageCount()
        coverage.start = try cursor.optional()
        coverage.firstSequence = try cursor.optional()
        coverage.lastSequence = try cursor.optional()
        coverage.events = try cursor.integer()
        coverage.duplicates = try cursor.integer()
        coverage.gaps = try cursor.integer()
        for _ in 0..<(try cursor.count(ofAtLeast: 28)) {
            coverage.sources.append(
                CoverageSource(
                    source: try cursor.text(), received: try cursor.integer(), passed: try cursor.integer(),
                    filled: try cursor.integer()))
        }
        return coverage
    }
}
