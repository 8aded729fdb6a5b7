import ArchiverCore
public import DedupCore
import DedupSupport
import Documents
import JSON
public import MarketData
import SignalsCore

/// The hearts of dedup, signals and the archiver on logs in memory: documents in, what Redis and the archive would hold out.
///
/// It does what the services do between the hearts, and no more: dedup's outputs, state and progress become lasting together,
/// signals reads uncommitted documents without a group and shows nothing of the past, the archiver reads what is committed.
/// Each may be killed at any time. A clock is handed in.
public final class MemorySystem {
    /// A document on one of the logs.
    public struct Record: Sendable {
        /// The topic's kind.
        public var kind: EventKind
        /// The document.
        public var value: [UInt8]
        /// When it was written, in nanoseconds.
        public var time: Int64
        /// Whether its transaction was taken back: readers of committed records never meet it.
        public var isAborted = false
    }

    /// A request on `control.resnapshot`.
    public struct Request: Sendable {
        /// The venue's spelling of the symbol.
        public var symbol: String
        /// Why.
        public var reason: String
        /// When, in nanoseconds.
        public var time: Int64
    }

    /// A gap that dedup has named.
    public struct NamedGap: Sendable {
        /// The venue's spelling of the symbol.
        public var symbol: String
        /// What is missing.
        public var range: ClosedRange<Int64>
        /// Why.
        public var reason: String
        /// What mended it; empty where nothing did.
        public var resolvedBy: String
    }

    /// `normalized.*`, as it came.
    public private(set) var normalized: [Record] = []
    /// `market.*`, in order over all topics.
    public private(set) var market: [Record] = []
    /// Where `market.*` begins: what lies before was removed by retention.
    public private(set) var marketStart = 0
    /// What was asked for since it was looked at last.
    public var requests: [Request] = []
    /// The gaps on `market.gap.v1` that were not taken back.
    public private(set) var gaps: [NamedGap] = []
    /// When the minute ended that dedup counted last.
    public private(set) var coverageEnd: Timestamp?
    /// Documents that dedup could not read.
    public private(set) var deadLetters: [String] = []
    /// What Redis holds.
    public private(set) var redis = MemoryRedis()

    // Dedup.
    private let limits: DedupLimits
    private let trace: ((String) -> Void)?
    private var deduplicator: Deduplicator
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var encoder = DocumentEncoder()
    private var frame = FrameBuffer()
    private var changelog = MemoryChangelog()
    private var dedupPosition = 0
    private var committed = (position: 0, market: 0, gaps: 0)

    // Signals.
    private var board = MarketBoard()
    private var signalsBatch = EventBatch()
    private var signalsDecoder = DocumentDecoder()
    private var signalsPosition = 0
    private var signalsEnd = 0
    private var isCatchingUp = false

    // The archiver.
    private var buckets = MinuteBuckets(limits: BucketLimits())
    private var archiveBatch = EventBatch()
    private var archiveDecoder = DocumentDecoder()
    private var archivePosition = 0
    /// Rows that are in files.
    public private(set) var archivedRows = 0
    /// Committed documents of `market.*`.
    public private(set) var committedRows = 0

    /// Makes an empty system.
    ///
    /// - Parameter trace: is told what dedup was given and gave, a line each.
    public init(limits: DedupLimits = DedupLimits(), trace: ((String) -> Void)? = nil) {
        self.limits = limits
        self.trace = trace
        deduplicator = Deduplicator(limits: limits)
    }

    // MARK: - Normalized

    /// Appends a document to `normalized.*`.
    public func publish(_ value: [UInt8], kind: EventKind, at now: Int64) {
        trace?("\(now) in \(String(decoding: value, as: UTF8.self))")
        normalized.append(Record(kind: kind, value: value, time: now))
    }

    // MARK: - Dedup

    /// Takes in what is new, and lets out what has waited long enough.
    public func runDedup(at now: Int64) {
        while dedupPosition < normalized.count {
            admit(normalized[dedupPosition], at: now)
            dedupPosition += 1
        }
        var released: [Release] = []
        deduplicator.release(now: now, into: &released)
        take(released, at: now)
    }

    private func admit(_ record: Record, at now: Int64) {
        record.value.withUnsafeBytes { bytes in
            do throws(DecodeError) {
                batch.removeAll()
                try frame.assign(bytes)
                try decoder.decode(frame, into: &batch)
            } catch {
                deadLetters.append(error.code)
                return
            }
            let entry = batch.entries[0]
            var released: [Release] = []
            switch deduplicator.admit(entry, of: batch, document: bytes, now: now, released: &released) {
            case .pass: append(record.value, entry.kind, at: now)
            case .marked(let marks): append(DocumentMarks.adding(marks, to: bytes), entry.kind, at: now)
            case .duplicate, .held: break
            }
            take(released, at: now)
        }
    }

    private func append(_ value: [UInt8], _ kind: EventKind, at now: Int64) {
        trace?("\(now) out \(String(decoding: value, as: UTF8.self))")
        market.append(Record(kind: kind, value: value, time: now))
    }

    private func take(_ released: [Release], at now: Int64) {
        for release in released {
            switch release {
            case .document(let document): append(document.markedBytes, document.kind, at: now)
            case .gap(let gap):
                let named = NamedGap(
                    symbol: batch.symbols[gap.symbol].symbol, range: gap.from...max(gap.from, gap.to),
                    reason: gap.reason, resolvedBy: gap.resolvedBy)
                trace?("\(now) gap \(named)")
                gaps.append(named)
            case .snapshotWanted(let wish):
                requests.append(Request(symbol: batch.symbols[wish.symbol].symbol, reason: wish.reason, time: now))
            case .coverage(let notice): coverageEnd = notice.end
            }
        }
    }

    /// Outputs, state and progress become lasting.
    public func commitDedup() {
        changelog.save(&deduplicator, batch.symbols)
        committed = (dedupPosition, market.count, gaps.count)
    }

    /// Dedup dies: what was not committed is taken back and done again by the next one.
    public func killDedup(at now: Int64) {
        trace?("\(now) dedup killed")
        for index in committed.market..<market.count { market[index].isAborted = true }
        gaps.removeSubrange(committed.gaps...)
        batch = EventBatch()
        decoder = DocumentDecoder()
        deduplicator = changelog.restore(limits, symbols: &batch.symbols, now: now)
        dedupPosition = committed.position
        committed.market = market.count
    }

    /// Bytes of the state, and how many records it has.
    public var state: (records: Int, largest: Int) {
        (changelog.count, changelog.largest)
    }

    // MARK: - Signals

    /// Applies what is new and writes what changed.
    public func runSignals(at now: Int64) {
        while signalsPosition < market.count {
            let record = market[signalsPosition]
            signalsPosition += 1
            if MarketGroup.kinds.contains(record.kind) { apply(record) }
            endCatchingUpIfDone()
        }
        endCatchingUpIfDone()
        let needs = board.needs(at: now, heardSince: Timestamp(nanoseconds: now - 600_000_000_000), most: 100)
        for need in needs where need.isDue {
            requests.append(Request(symbol: need.market.symbol, reason: need.need.rawValue, time: now))
        }
        for market in board.takeChanged() {
            redis.write(market, at: now)
            market.changed = []
        }
    }

    private func apply(_ record: Record) {
        record.value.withUnsafeBytes { bytes in
            do throws(DecodeError) {
                signalsBatch.removeAll()
                try frame.assign(bytes)
                try signalsDecoder.decode(frame, into: &signalsBatch)
                board.apply(signalsBatch)
            } catch {
                deadLetters.append("signals:\(error.code)")
            }
        }
    }

    private func endCatchingUpIfDone() {
        guard isCatchingUp, signalsPosition >= signalsEnd else { return }
        isCatchingUp = false
        for kind in MarketGroup.kinds { board.caughtUp(Feed(kind, partition: 0)) }
    }

    /// Signals dies, and begins anew with what `market.*` still has.
    public func killSignals() {
        board = MarketBoard()
        signalsBatch = EventBatch()
        signalsDecoder = DocumentDecoder()
        signalsPosition = marketStart
        signalsEnd = market.count
        isCatchingUp = true
        for kind in MarketGroup.kinds { board.begin(Feed(kind, partition: 0)) }
    }

    /// The states of the books on the board, by symbol.
    public func books() -> [String: (state: BookState, bids: [Level], asks: [Level])] {
        redis.books.mapValues { ($0.state, $0.bids, $0.asks) }
    }

    /// Removes what was written to `market.*` before a moment.
    public func retain(since time: Int64) {
        while marketStart < market.count, market[marketStart].time < time { marketStart += 1 }
    }

    // MARK: - The archiver

    /// Takes committed documents in and closes the buckets whose time has come.
    public func runArchiver(at now: Int64) {
        let clock = Timestamp(nanoseconds: now)
        while archivePosition < committed.market {
            let record = market[archivePosition]
            archivePosition += 1
            guard !record.isAborted else { continue }
            committedRows += 1
            record.value.withUnsafeBytes { bytes in
                do throws(DecodeError) {
                    archiveBatch.removeAll()
                    try frame.assign(bytes)
                    try archiveDecoder.decode(frame, into: &archiveBatch)
                    let header = archiveBatch.header(of: archiveBatch.entries[0])
                    let time =
                        header.trustedEventTime(receivedAt: archiveBatch.receiveTime) ?? archiveBatch.receiveTime
                    _ = buckets.append(
                        bytes, at: Int64(archivePosition), symbol: header.symbol, time: time, now: clock)
                } catch {
                    deadLetters.append("archiver:\(error.code)")
                }
            }
        }
        close(buckets.closable(now: clock))
    }

    /// Closes what is open.
    public func finishArchive() { close(buckets.all) }

    private func close(_ done: [OpenBucket]) {
        archivedRows += done.reduce(0) { $0 + $1.rows }
        buckets.remove(done)
    }
}
