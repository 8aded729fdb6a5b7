import Archive
import Documents
import JSON
import MarketData
import Redis
import TrialSupport

@testable import AlertsCore
@testable import ArchiverCore
@testable import SignalsCore
@testable import TapedeckCore

/// The hearts of all that reads documents, without Kafka and Redis: each document is of both `normalized.*` and `market.*`,
/// as other programs may write to either.
struct ExtremeHearts: ~Copyable {
    private static let start: Int64 = 1_700_000_000_000_000_000
    private static let second: Int64 = 1_000_000_000

    private let system = MemorySystem()
    private var now = ExtremeHearts.start

    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()
    private let board = MarketBoard()
    private var publisher = RedisPublisher(levels: 10, freshMilliseconds: 60_000)
    private let redis = RedisConnection(RedisConfig())
    private var orders = OrderBookL3()
    private var writer = JSONWriter()

    private let reader = DocumentReader()
    private var buckets = MinuteBuckets(limits: BucketLimits())
    private let log = TopicPartition(topic: "market.trial.v1", partition: 0)
    private var offset: Int64 = 0
    private var tables: [String: ArchiveTable] = [:]
    /// The kind of the documents that come: all that go through the same hearts are of one.
    private var kind = EventKind.trade

    private var alerts = DocumentAlerts()

    /// What became of a document, or what should have become of it and did not.
    struct Outcome {
        var isPassed = false
        var isOnBoard = false
        var isArchived = false
        var alerts = 0
        var line: String?
    }

    /// Gives a document to all of them.
    mutating func take(_ document: [UInt8], _ kind: EventKind) -> Outcome {
        now += Self.second
        var outcome = Outcome()
        outcome.isPassed = deduplicate(document, kind)
        outcome.isOnBoard = show(document)
        outcome.isArchived = archive(document, kind)
        outcome.alerts = document.withUnsafeBytes { (try? alerts.take($0))?.count ?? 0 }
        outcome.line = DocumentLine.text(of: document)
        _ = RecordLine(width: 80).text(
            ShownRecord(topic: log.topic, partition: 0, offset: offset, key: "trial:linear:ODD", value: document))
        return outcome
    }

    /// All of them begin anew with what the ones before have left, when what waits and what is counted is over.
    mutating func restart() {
        system.killDedup(at: now)
        system.killSignals()
        now += 180 * Self.second
        system.runDedup(at: now)
        system.runSignals(at: now)
        system.commitDedup()
        system.runArchiver(at: now)
        closeBuckets()
    }

    // MARK: - Dedup

    private mutating func deduplicate(_ document: [UInt8], _ kind: EventKind) -> Bool {
        system.publish(document, kind: kind, at: now)
        let before = system.market.count
        system.runDedup(at: now)
        system.commitDedup()
        system.runSignals(at: now)
        system.runArchiver(at: now)
        return system.market[before...].contains { $0.value == document }
    }

    // MARK: - Signals

    private mutating func show(_ document: [UInt8]) -> Bool {
        batch.removeAll()
        let isRead = document.withUnsafeBytes { bytes in
            (try? frame.assign(bytes)) != nil && (try? decoder.decode(frame, into: &batch)) != nil
        }
        guard isRead else { return false }
        board.apply(batch)
        for index in 0..<batch.orderChanges.count { _ = orders.apply(batch.orderChanges[index], of: batch) }
        for index in 0..<batch.orderSnapshots.count { orders.apply(batch.orderSnapshots[index], of: batch) }
        _ = orders.top(10, .bid) + orders.top(10, .ask)
        let clock = Timestamp(nanoseconds: now)
        _ = board.needs(at: now, heardSince: Timestamp(nanoseconds: now - 600 * Self.second), most: 10)
        _ = board.markStale(before: Timestamp(nanoseconds: now - 10 * Self.second))
        let market = board.markets[batch.header(of: batch.entries[0]).symbol.index]
        if let market, let book = market.servedBook { read(book, of: market, clock) }
        let isChanged = market?.changed.isEmpty == false
        _ = publisher.append(board, now: clock, to: redis)
        redis.disconnect()
        return isChanged
    }

    /// The book as `tapedeck book` shows it.
    private mutating func read(_ book: KeptBook, of market: Market, _ clock: Timestamp) {
        writer.removeAll()
        BookText.write(book, of: market.entry, levels: 10, now: clock, to: &writer)
        guard let view = try? BookView(Array(writer.bytes)) else { return }
        _ = BookRenderer(levels: 10).lines(view, now: clock)
    }

    // MARK: - The archiver

    private mutating func archive(_ document: [UInt8], _ kind: EventKind) -> Bool {
        offset += 1
        let clock = Timestamp(nanoseconds: now)
        self.kind = kind
        let isTaken = document.withUnsafeBytes { bytes in
            guard let place = try? reader.place(of: bytes, in: kind.topicName) else { return false }
            _ = buckets.append(bytes, at: offset, symbol: place.symbol, time: place.time, now: clock)
            return true
        }
        for bucket in buckets.closable(now: clock) { close(bucket) }
        return isTaken
    }

    private mutating func closeBuckets() {
        let clock = Timestamp(nanoseconds: now)
        for bucket in buckets.closable(now: clock) { close(bucket) }
    }

    private mutating func close(_ bucket: OpenBucket) {
        let table = tables[kind.topicName] ?? ArchiveTable(for: kind.declaration)
        tables[kind.topicName] = table
        let path = ArchivePath.path(
            table: table.name, version: table.version, of: reader.entry(of: bucket.key.symbol),
            minute: bucket.key.start, log: log,
            firstOffset: bucket.firstOffset)
        precondition(path.hasPrefix("\(table.name)/v1/venue=trial/"))
        try? bucket.append(to: table, by: reader, from: log)
        buckets.remove([bucket])
    }

    /// The rows of the archive's tables.
    var rows: Int { tables.values.reduce(0) { $0 + $1.rows } }
}
