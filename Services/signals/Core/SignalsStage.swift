import Base
import Documents
import JSON
import Kafka
import MarketData
import Redis
import Runtime

/// Applies documents and writes to Redis: the board with its decoder and writer.
final class SignalsStage {
    private let board = MarketBoard()
    private let config: SignalsConfig
    private let logger: Logger
    private let metrics: SignalsMetrics
    private let state: RedisState
    private let books: BookWatch
    private let clock: WallClock
    private var writer: RedisWriter
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer()
    /// The receive time of the oldest document that has not been written yet.
    private var oldest: Timestamp?
    private var nextSurvey: Int64 = 0
    private var countedGaps = 0
    private static let surveyNanoseconds: Int64 = 1_000_000_000
    /// The maximum number of snapshots that are requested at once.
    private static let requestsAtOnce = 200

    init(
        _ redis: RedisConnection, config: SignalsConfig, logger: Logger, metrics: SignalsMetrics, state: RedisState,
        books: BookWatch, clock: WallClock
    ) {
        self.state = state
        self.books = books
        self.config = config
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        writer = RedisWriter(redis, levels: config.levels, freshMilliseconds: config.freshMilliseconds)
    }

    // MARK: - Documents

    /// A feed starts, with records from the past.
    func begin(_ feed: Feed) { board.begin(feed) }

    /// A feed has caught up.
    func caughtUp(_ feed: Feed) {
        board.caughtUp(feed)
        guard !board.isBehind else { return }
        logger.info("read what was there at the start; everything is shown", metadata: ["markets": "\(board.count)"])
    }

    /// Applies a document.
    func apply(_ record: KafkaRecord) {
        // Dedup ends transactions with such records; readers of committed records do not see them.
        guard !record.isTombstone else { return }
        metrics.documents.increment()
        batch.removeAll()
        do throws(DecodeError) {
            try frame.assign(record.value)
            try decoder.decode(frame, into: &batch)
        } catch {
            metrics.undecodable.happened(
                error.code, metadata: ["topic": "\(record.topic)", "offset": "\(record.offset)", "reason": "\(error)"])
            return
        }
        board.apply(batch, from: record.partition)
        if oldest == nil, !board.isBehind { oldest = batch.receiveTime }
    }

    /// Writes all changes; returns the books whose snapshots should be requested.
    func write() -> [BookNeed] {
        let now = clock.now()
        let needs = now >= nextSurvey ? survey(now) : []
        writeOut(now)
        return needs
    }

    private func writeOut(_ now: Int64) {
        let refusedBefore = writer.refusedCommands
        let outcome = writer.write(board, now: Timestamp(nanoseconds: now))
        let refused = writer.refusedCommands - refusedBefore
        if refused > 0, let refusal = writer.refusal {
            metrics.refused.happened(count: refused, metadata: ["error": "\(refusal)"])
        }
        switch outcome {
        case .written(let count, _): noteWritten(count, since: now)
        case .resumed(let count):
            logger.info("connected to Redis", metadata: ["markets": "\(count)"])
            noteWritten(count, since: now)
        case .away(let error):
            state.failed(error)
            metrics.away.happened(metadata: ["error": "\(error)"])
        case .idle: state.wrote(refusal: writer.refusal)
        case .waiting: break
        }
    }

    private func noteWritten(_ count: Int, since start: Int64) {
        let end = clock.now()
        state.wrote(refusal: writer.refusal)
        metrics.writes.increment(by: count)
        metrics.writeSeconds.observe(Double(end - start) / 1e9)
        if let oldest {
            metrics.latencySeconds.observe(Double(Timestamp(nanoseconds: end).nanoseconds(since: oldest)) / 1e9)
        }
        oldest = nil
    }

    private func survey(_ now: Int64) -> [BookNeed] {
        nextSurvey = now + Self.surveyNanoseconds
        _ = board.markStale(before: Timestamp(nanoseconds: now - Int64(config.staleMilliseconds) * 1_000_000))
        metrics.markets.set(board.count)
        metrics.bookGaps.increment(by: board.gapCount - countedGaps)
        countedGaps = board.gapCount
        for (venue, states) in board.bookStates() { metrics.setBooks(states, venue: venue) }
        let needs = board.needs(
            at: now, heardSince: Timestamp(nanoseconds: now - BookWatch.livelyNanoseconds), most: Self.requestsAtOnce)
        books.note(needs, at: now)
        return needs.filter(\.isDue)
    }
}
