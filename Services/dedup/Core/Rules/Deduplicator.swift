public import MarketData

/// Merges the copies of several sources into one stream: the core of dedup, without I/O.
///
/// It knows the rules for sequences but no venue, because each document says which rule applies. Documents are added one at a
/// time with their arrival time. The result says whether the document is published; everything else to publish is appended to
/// `released`. One deduplicator serves one partition, because all documents of a channel are in one partition.
public struct Deduplicator {
    /// The decision about an admitted document.
    public enum Verdict: Sendable, Hashable {
        /// It is published, before everything in `released`.
        case pass
        /// It is published with marks that tell readers more than its numbers do.
        case marked(EventMarks)
        /// Another copy was published, or will be.
        case duplicate
        /// It waits, and appears in `released` later.
        case held
    }

    let limits: DedupLimits
    var channels: [Channel] = []
    private var places: [UInt64: Int] = [:]
    /// The sources of each venue.
    private(set) var venues: [VenueSources] = []
    /// Indices of forgotten channels, to be reused.
    private var free: [Int] = []
    /// Channels with a waiting or missing document; `release` only looks at these.
    private var attended: Set<Int> = []
    /// Channels whose state must be saved.
    var changed: [Int] = []
    /// When to look for completed minutes again.
    private var nextSweep: Int64 = .min

    /// It starts without channels.
    public init(limits: DedupLimits = DedupLimits()) {
        self.limits = limits
    }

    /// The number of waiting documents.
    public var heldCount: Int { attended.reduce(0) { $0 + channels[$1].sequence.held.count } }

    /// The number of books with a gap that wait for a snapshot.
    public var brokenCount: Int {
        attended.reduce(0) { $0 + (channels[$1].sequence.openGap?.isNamed == true ? 1 : 0) }
    }

    /// Decides about one document.
    ///
    /// - Parameters:
    ///   - entry: the document's event in `batch`.
    ///   - document: the document's bytes, copied only if it must wait.
    ///   - now: the caller's clock in nanoseconds.
    ///   - released: receives everything that is published because of this document; coverage of an earlier minute may precede
    ///     it.
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

    /// Releases documents that have waited long enough, repeats requests for snapshots, and closes completed minutes. Call it
    /// between batches.
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

    /// A document while the rules are applied.
    struct Arrival {
        let header: EventHeader
        let kind: EventKind
        let document: UnsafeRawBufferPointer
        let times: ArrivalTimes
        var now: Int64 { times.now }
    }

    /// The index of the channel; a new channel is added.
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

    /// Records the progress of a source in a channel.
    mutating func note(_ source: String, at place: Int, last sequence: Int64, now: Int64) {
        channels[place].progress.note(venues[channels[place].venue].note(source, now: now), last: sequence)
    }

    private static func key(of symbol: SymbolID, _ kind: EventKind, depth: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: symbol.index)) << 32 | UInt64(kind.rawValue) << 24
            | UInt64(UInt32(bitPattern: depth) & 0xFF_FFFF)
    }

    /// Forgets a channel; its index is reused after the changelog has the change.
    private mutating func forget(_ place: Int) {
        let channel = channels[place]
        places[Self.key(of: channel.symbol, channel.kind, depth: channel.depth)] = nil
        attended.remove(place)
        channels[place].isGone = true
        markChanged(place)
    }

    /// Records that the changelog contains the removal of a forgotten channel.
    mutating func free(_ place: Int) {
        channels[place].identities = IdentityWindow(limit: 1, span: 0)
        channels[place].sequence = SequencedChannel()
        free.append(place)
    }

    /// Records an arrival: it may end the previous minute, and it always changes the channel's state.
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

    /// Adds the channel to those that `release` looks at, if necessary.
    mutating func attendIfNeeded(_ place: Int) {
        if channels[place].sequence.held.isEmpty, channels[place].sequence.openGap == nil {
            attended.remove(place)
        } else {
            attended.insert(place)
        }
    }

    /// Whether the channel has a waiting or missing document.
    func isAttended(_ place: Int) -> Bool { !attended.isEmpty && attended.contains(place) }

    // MARK: - Minutes

    /// The count of a minute is closed this long after the minute's end and its last document, even if no document follows.
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
