public import MarketData

/// Makes one stream out of several sources' copies: the pure heart of dedup.
///
/// It knows the rules of sequences and no venue; each document says which holds. Documents go in one at a time with the
/// moment at which they arrive, and the answer says whether this one goes out; what goes out beside it is appended to
/// `released`. One deduplicator serves one partition, since a channel's documents all lie in one.
public struct Deduplicator {
    /// What to do with the document that was just admitted.
    public enum Verdict: Sendable, Hashable {
        /// It goes out, before anything in `released`.
        case pass
        /// It goes out like that, with marks that tell readers what the numbers alone do not.
        case marked(EventMarks)
        /// Another copy went out, or will.
        case duplicate
        /// It waits; it comes out of `released` later.
        case held
    }

    let limits: DedupLimits
    var channels: [Channel] = []
    private var places: [UInt64: Int] = [:]
    /// The sources of each venue.
    private(set) var venues: [VenueSources] = []
    /// Places of channels that were forgotten, for new ones.
    private var free: [Int] = []
    /// Channels that hold something back or miss something: the only ones that `release` looks at.
    private var attended: Set<Int> = []
    /// Channels whose state is to be saved.
    var changed: [Int] = []
    /// When minutes that are over are looked for again.
    private var nextSweep: Int64 = .min

    /// Makes an empty deduplicator.
    public init(limits: DedupLimits = DedupLimits()) {
        self.limits = limits
    }

    /// How many documents wait.
    public var heldCount: Int { attended.reduce(0) { $0 + channels[$1].sequence.held.count } }

    /// How many books miss something and wait for a snapshot.
    public var brokenCount: Int {
        attended.reduce(0) { $0 + (channels[$1].sequence.openGap?.isNamed == true ? 1 : 0) }
    }

    /// Judges one document.
    ///
    /// - Parameters:
    ///   - entry: the document's event in `batch`.
    ///   - document: the document's bytes, copied only when it must wait.
    ///   - now: the caller's clock in nanoseconds.
    ///   - released: what goes out because of this document; coverage of an earlier minute may stand before it.
    public mutating func admit(
        _ entry: EventBatch.Entry, of batch: borrowing EventBatch, document: UnsafeRawBufferPointer, now: Int64,
        released: inout [Release]
    ) -> Verdict {
        let header = batch.header(of: entry)
        var kind = entry.kind
        var depth: Int32 = 0
        if kind == .book { depth = batch.bookChanges[Int(entry.index)].depth }
        if kind == .orderSnapshot { kind = .order }
        let place = place(of: header.symbol, kind, depth: depth, venue: batch.symbols[header.symbol].venue)
        note(place, batch, now: now, released: &released)
        let arrival = Arrival(
            header: header, kind: entry.kind, document: document,
            times: ArrivalTimes(header, receive: batch.receiveTime, now: now))
        let verdict = judge(entry, at: place, of: batch, arrival, released: &released)
        if verdict == .duplicate { channels[place].coverage.duplicates += 1 }
        return verdict
    }

    /// Lets out what has waited long enough, asks again for snapshots, and ends minutes that nothing is added to any
    /// more; call it between batches.
    public mutating func release(now: Int64, into released: inout [Release]) {
        if !attended.isEmpty {
            for place in attended.sorted() {
                releaseOverdue(place, now: now, into: &released)
                askAgain(place, now: now, into: &released)
                attendIfNeeded(place)
            }
        }
        if now >= nextSweep { sweep(now: now, into: &released) }
    }

    // MARK: - Channels

    /// A document on its way through the rules.
    struct Arrival {
        let header: EventHeader
        let kind: EventKind
        let document: UnsafeRawBufferPointer
        let times: ArrivalTimes
        var now: Int64 { times.now }
    }

    /// The channel's place, which it gets when it is new.
    mutating func place(
        of symbol: SymbolID, _ kind: EventKind, depth: Int32, venue: @autoclosure () -> String
    ) -> Int {
        let key = Self.key(of: symbol, kind, depth: depth)
        if let place = places[key] { return place }
        let channel = Channel(symbol, kind, depth: depth, venue: self.venue(named: venue()), limits: limits)
        let place = free.popLast() ?? channels.count
        if place < channels.count { channels[place] = channel } else { channels.append(channel) }
        places[key] = place
        return place
    }

    private mutating func venue(named name: String) -> Int {
        if let place = venues.firstIndex(where: { $0.venue == name }) { return place }
        venues.append(VenueSources(venue: name))
        return venues.count - 1
    }

    /// Takes note of how far a source has come in a channel.
    mutating func note(_ source: String, at place: Int, last sequence: Int64, now: Int64) {
        channels[place].progress.note(venues[channels[place].venue].note(source, now: now), last: sequence)
    }

    private static func key(of symbol: SymbolID, _ kind: EventKind, depth: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: symbol.index)) << 32 | UInt64(kind.rawValue) << 24
            | UInt64(UInt32(bitPattern: depth) & 0xFF_FFFF)
    }

    /// Forgets a channel; its place is used again once the changelog knows.
    private mutating func forget(_ place: Int) {
        let channel = channels[place]
        places[Self.key(of: channel.symbol, channel.kind, depth: channel.depth)] = nil
        attended.remove(place)
        channels[place].isGone = true
        markChanged(place)
    }

    /// Takes note that the changelog knows of a channel that was forgotten.
    mutating func free(_ place: Int) {
        channels[place].identities = IdentityWindow(limit: 1, span: 0)
        channels[place].sequence = SequencedChannel()
        free.append(place)
    }

    /// Takes note of an arrival: the minute before may be over, and the channel's state changes in any case.
    private mutating func note(
        _ place: Int, _ batch: borrowing EventBatch, now: Int64, released: inout [Release]
    ) {
        if channels[place].isCovered {
            if channels[place].coverage.isOver(at: batch.receiveTime) { endMinute(place, into: &released) }
            if channels[place].coverage.start == nil { channels[place].coverage.begin(at: batch.receiveTime) }
            channels[place].coverage.received(from: batch.source)
        }
        channels[place].lastHeard = now
        markChanged(place)
    }

    mutating func markChanged(_ place: Int) {
        guard !channels[place].isChanged else { return }
        channels[place].isChanged = true
        changed.append(place)
    }

    /// Whether `release` must look at the channel.
    mutating func attendIfNeeded(_ place: Int) {
        if channels[place].sequence.held.isEmpty, channels[place].sequence.openGap == nil {
            attended.remove(place)
        } else {
            attended.insert(place)
        }
    }

    /// Whether something of the channel waits or is missing.
    func isAttended(_ place: Int) -> Bool { !attended.isEmpty && attended.contains(place) }

    // MARK: - Minutes

    /// How long after a minute's end, and after its last document, its count is closed although none follows.
    private static let grace: Int64 = 10_000_000_000

    private mutating func sweep(now: Int64, into released: inout [Release]) {
        nextSweep = now &+ 1_000_000_000
        for place in channels.indices where !channels[place].isGone {
            if now > channels[place].lastHeard &+ limits.forgetNanoseconds { forget(place) }
            guard let start = channels[place].coverage.start,
                now > start &+ CoverageCount.minute &+ Self.grace, now > channels[place].lastHeard &+ Self.grace
            else { continue }
            endMinute(place, into: &released)
            markChanged(place)
        }
    }

    private mutating func endMinute(_ place: Int, into released: inout [Release]) {
        let channel = channels[place]
        let count = channel.coverage
        channels[place].coverage = CoverageCount()
        guard let start = count.start else { return }
        released.append(
            .coverage(
                CoverageNotice(
                    symbol: channel.symbol, channel: channel.kind.topicName, start: Timestamp(nanoseconds: start),
                    firstSequence: count.firstSequence, lastSequence: count.lastSequence, events: count.events,
                    duplicates: count.duplicates, gaps: count.gaps, sources: count.sources)))
    }
}
