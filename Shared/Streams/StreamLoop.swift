public import Base
public import Kafka
import Runtime

/// The loop of a service that reads records and writes others: every record is processed at least once.
///
/// Offsets are committed only after all that was produced from the records before them has been acknowledged, so a
/// service that is killed does the last fraction of a second again and loses nothing. One that Kafka refuses a record for
/// good ends with the reason, and reads again when it is back.
public struct StreamLoop {
    private let consumer: KafkaConsumer
    private let producer: KafkaProducer
    private let shutdown: ShutdownSignal
    private let monitor: StreamMonitor
    private let times: CommitTimes
    private let clock: WallClock
    /// How long a commit waits for acknowledgements at a time, in milliseconds, and how often.
    private static let flushMilliseconds = 10_000
    private static let flushRounds = 6
    /// Records of one poll at most.
    public var maxRecords = 2000
    /// How long a poll gathers records, in milliseconds: what each service adds to the latency at most.
    public var pollMilliseconds = 2
    /// How often offsets are committed, in milliseconds.
    public var commitMilliseconds = 500

    /// Makes a loop over a consumer that is subscribed already.
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
    /// - Parameter process: takes a batch, which may be empty.
    public func run(process: (borrowing KafkaBatch) throws -> Void) throws {
        var progress = Progress(nextCommit: clock.now() + commitNanoseconds)
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: maxRecords, timeoutMilliseconds: pollMilliseconds) { rebalance in
                // What was read of partitions that go away is committed by whoever still owns them.
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

    /// How far the loop is. Reading and producing go on while Kafka acknowledges what a commit waits for.
    private struct Progress {
        /// Read since the producer's mark.
        var open = OpenPositions()
        /// Read before the mark: committed when the mark is reached.
        var marked = OpenPositions()
        var markedTime: Int64 = 0
        var nextCommit: Int64

        /// Makes what was marked wait for the next mark.
        mutating func unmark() {
            marked.merge(open)
            open = marked
            marked.removeAll()
        }
    }

    /// Sets a mark when it is time, and commits when the mark is reached.
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

    /// Waits until all that was produced is acknowledged, and commits all that was read. Commits nothing where that takes too
    /// long.
    private func commitAll(_ progress: inout Progress) throws {
        progress.unmark()
        guard !progress.open.isEmpty else { return }
        progress.markedTime = clock.now()
        guard flush() else { return }
        swap(&progress.marked, &progress.open)
        try commitMarked(&progress)
    }

    /// Waits until all that was produced is acknowledged; false when that takes too long.
    private func flush() -> Bool {
        for _ in 0..<(shutdown.isRequested ? 1 : Self.flushRounds) {
            if producer.flush(timeoutMilliseconds: Self.flushMilliseconds) { return true }
            monitor.beat()
        }
        return false
    }

    /// Commits what was read before the mark: all that was produced from it is settled.
    private func commitMarked(_ progress: inout Progress) throws {
        let settled = clock.now()
        // What the brokers refuse for good (a topic that was deleted, a right that was taken away) must not be passed over.
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
            // Tried again with the next commit.
            progress.unmark()
        } catch  where error.failure?.isFromOldGeneration == true {
            // Whoever has the partitions now reads these records again.
            progress.marked.removeAll()
            progress.open.removeAll()
        }
    }
}
