public import Base
public import Kafka
import Runtime

/// The loop of a service that reads records and writes others: every record is processed at least once.
///
/// Offsets are committed only after all records produced from the input before them have been acknowledged. So a killed service
/// loses nothing and only repeats the last fraction of a second. If Kafka refuses a record permanently, the service exits with
/// the reason, and reads the input again after a restart.
public struct StreamLoop {
    private let consumer: KafkaConsumer
    private let producer: KafkaProducer
    private let shutdown: ShutdownSignal
    private let monitor: StreamMonitor
    private let times: CommitTimes
    private let clock: WallClock
    /// How long a commit waits for acknowledgements at a time, in milliseconds, and how many times.
    private static let flushMilliseconds = 10_000
    private static let flushRounds = 6
    /// The maximum number of records per poll.
    public var maxRecords = 2000
    /// How long a poll gathers records, in milliseconds: the maximum latency that each service adds.
    public var pollMilliseconds = 2
    /// How often offsets are committed, in milliseconds.
    public var commitMilliseconds = 500

    /// The consumer must already be subscribed.
    public init(
        consumer: KafkaConsumer, producer: KafkaProducer, shutdown: ShutdownSignal, monitor: StreamMonitor,
        times: CommitTimes, clock: WallClock = .system
    ) {
        self.monitor = monitor
        self.times = times
        self.consumer = consumer
        self.producer = producer
        self.shutdown = shutdown
        self.clock = clock
    }

    /// Polls until the shutdown is requested.
    ///
    /// - Parameter process: processes a batch, which may be empty.
    public func run(process: (borrowing KafkaBatch) throws -> Void) throws {
        var progress = Progress(nextCommit: clock.now() + commitNanoseconds)
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: maxRecords, timeoutMilliseconds: pollMilliseconds) { rebalance in
                // Offsets of revoked partitions are committed while they are still ours.
                if rebalance.kind != .assigned { try? commitAll(&progress) }
            }
            try process(batch)
            progress.open.note(batch)
            monitor.turn(consumer, producer)
            try commitWhatIsAcknowledged(&progress)
        }
        try commitAll(&progress)
        try consumer.close()
    }

    private var commitNanoseconds: Int64 { Int64(commitMilliseconds) * 1_000_000 }

    // MARK: - Commits

    /// The loop's position. Reading and producing continue while a commit waits for Kafka's acknowledgements.
    private struct Progress {
        /// Read since the producer's mark.
        var open = OpenPositions()
        /// Read before the mark; committed when the mark is reached.
        var marked = OpenPositions()
        var markedTime: Int64 = 0
        var nextCommit: Int64

        /// Moves the marked positions to the next mark.
        mutating func unmark() {
            marked.merge(open)
            open = marked
            marked.removeAll()
        }
    }

    /// Sets a mark when a commit is due, and commits when the mark is reached.
    private func commitWhatIsAcknowledged(_ progress: inout Progress) throws {
        let now = clock.now()
        if !progress.marked.isEmpty, producer.isMarkReached { try commitMarked(&progress) }
        guard now >= progress.nextCommit, progress.marked.isEmpty, !progress.open.isEmpty, producer.isMarkReached else {
            return
        }
        swap(&progress.marked, &progress.open)
        producer.mark()
        progress.markedTime = now
        progress.nextCommit = now + commitNanoseconds
    }

    /// Waits until all produced records are acknowledged, and commits all positions. Commits nothing if that takes too long.
    private func commitAll(_ progress: inout Progress) throws {
        progress.unmark()
        guard !progress.open.isEmpty else { return }
        progress.markedTime = clock.now()
        guard flush() else { return }
        swap(&progress.marked, &progress.open)
        try commitMarked(&progress)
    }

    /// Waits until all produced records are acknowledged; returns false if that takes too long.
    private func flush() -> Bool {
        for _ in 0..<(shutdown.isRequested ? 1 : Self.flushRounds) {
            if producer.flush(timeoutMilliseconds: Self.flushMilliseconds) { return true }
            monitor.beat()
        }
        return false
    }

    /// Commits the positions before the mark, whose output is acknowledged or has failed.
    private func commitMarked(_ progress: inout Progress) throws {
        let settled = clock.now()
        // Records that the brokers refuse permanently (after a deleted topic or a removed permission) must not be skipped.
        if let refused = producer.firstFailure { throw KafkaError.undelivered(refused) }
        if let failure = producer.fatalFailure {
            throw KafkaError.failed(operation: "produce", topic: nil, partition: nil, failure)
        }
        do {
            try consumer.commit(progress.marked.all)
            progress.marked.removeAll()
            times.flush.observe(Double(settled - progress.markedTime) / 1e9)
            times.commit.observe(Double(clock.now() - progress.markedTime) / 1e9)
        } catch  where error.isRetriable {
            // The next commit tries again.
            progress.unmark()
        } catch  where error.failure?.isFromOldGeneration == true {
            // The new owner of the partitions reads these records again.
            progress.marked.removeAll()
            progress.open.removeAll()
        }
    }
}
