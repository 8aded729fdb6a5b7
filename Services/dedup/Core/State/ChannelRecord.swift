import MarketData

/// A channel's own record in the changelog: everything but its identities, which stand in pages of their own.
struct ChannelRecord {
    /// The version of the layout. One that is not known is refused: guessing would lose or repeat events.
    static let version: UInt8 = 2

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
        bytes.append(sequence.lastPhotograph)
        bytes.append(sequence.openGap?.from)
        bytes.append(sequence.openGap?.to)
        bytes.append(sequence.lastEvent?.nanoseconds)
        bytes.append(sequence.numberingStart?.nanoseconds)
        bytes.append(UInt32(sequence.held.count))
        for document in sequence.held {
            bytes.append(document.kind.rawValue)
            bytes.append(document.source)
            bytes.append(document.span.first)
            bytes.append(document.span.last)
            bytes.append(document.span.previous)
            bytes.append(document.span.isSnapshot)
            bytes.append(document.eventTime?.nanoseconds)
            bytes.append(document.receiveTime.nanoseconds)
            bytes.append(document.bytes)
        }
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

    /// Our spelling of the instrument.
    let instrument: String
    /// The rule's state; `symbol` of what waits is set by whoever interns it.
    private(set) var sequence = SequencedChannel()
    private(set) var election = Election()
    /// Its pages stand in records of their own.
    private(set) var identities = IdentityWindow.Saved()
    private(set) var coverage = CoverageCount()
    private(set) var lastHeard: Int64 = 0
    /// How far each source had come.
    private(set) var progress: [(source: String, last: Int64)] = []

    /// - Parameters:
    ///   - symbol: what the channel's symbol is called here, by its instrument.
    ///   - now: the clock from which what waits waits anew.
    init(
        _ value: UnsafeRawBufferPointer, now: Int64, limits: DedupLimits,
        symbol: (String) throws(StateError) -> SymbolID
    ) throws(StateError) {
        var cursor = StateCursor(value)
        let version = try cursor.integer(UInt8.self)
        guard version == Self.version else { throw .unknownVersion(version) }
        instrument = try cursor.text()
        let id = try symbol(instrument)
        sequence.last = try cursor.optional()
        sequence.hasChanges = try cursor.flag()
        sequence.lastPhotograph = try cursor.optional()
        if let from = try cursor.optional() {
            sequence.openGap = OpenGap(from: from, to: try cursor.optional() ?? from)
        } else {
            _ = try cursor.optional()
        }
        sequence.lastEvent = try cursor.optional().map { Timestamp(nanoseconds: $0) }
        sequence.numberingStart = try cursor.optional().map { Timestamp(nanoseconds: $0) }
        sequence.lastProgress = now
        for _ in 0..<(try cursor.count(ofAtLeast: 40)) {
            sequence.held.append(
                try Self.heldDocument(&cursor, symbol: id, deadline: now &+ limits.holdNanoseconds))
        }
        election.elected = try cursor.text()
        election.hasSnapshot = try cursor.flag()
        election.lastHeard = try cursor.integer()
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

    private static func heldDocument(
        _ cursor: inout StateCursor, symbol: SymbolID, deadline: Int64
    ) throws(StateError) -> HeldDocument {
        guard let kind = EventKind(rawValue: try cursor.integer()) else { throw .truncated }
        let source = try cursor.text()
        let span = SequenceSpan(
            first: try cursor.integer(), last: try cursor.integer(), previous: try cursor.optional(),
            isSnapshot: try cursor.flag())
        let eventTime = try cursor.optional()
        let receiveTime: Int64 = try cursor.integer()
        return HeldDocument(
            bytes: Array(try cursor.raw()), symbol: symbol, kind: kind, source: source, span: span,
            deadline: deadline, eventTime: eventTime.map { Timestamp(nanoseconds: $0) },
            receiveTime: Timestamp(nanoseconds: receiveTime))
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
