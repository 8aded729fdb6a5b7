public import Kafka

/// The loop of a service that reads records and writes others: every record is processed at least once.
///
/// Offsets are committed only after all that was produced from the records before them has been acknowledged, so a
/// service that is killed does the last fraction of a second again and loses nothing.
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
    /// - Parameters:
    ///   - process: takes a batch, which may be empty.
    ///   - isSettled: whether all that was taken in has been produced; while it is not, nothing is committed.
    public func run(
        process: (borrowing KafkaBatch) throws -> Void, isSettled: () -> Bool = { true }
    ) throws {
        var positions = OpenPositions()
        var nextCommit = clock.now() + Int64(commitMilliseconds) * 1_000_000
        while !shutdown.isRequested {
            let batch = try consumer.poll(maxRecords: maxRecords, timeoutMilliseconds: pollMilliseconds) { rebalance in
                // What was read of partitions that go away is committed by whoever still owns them.
                if rebalance.kind != .assigned { try? commit(&positions, isSettled: isSettled) }
            }
            try process(batch)
            positions.note(batch)
            monitor.turn(consumer, producer)
            if clock.now() >= nextCommit {
                try commit(&positions, isSettled: isSettled)
                nextCommit = clock.now() + Int64(commitMilliseconds) * 1_000_000
            }
        }
        try commit(&positions, isSettled: isSettled)
        try consumer.close()
    }

    /// Waits until all that was produced is acknowledged; false when that takes too long.
    private func flush() -> Bool {
        for _ in 0..<(shutdown.isRequested ? 1 : Self.flushRounds) {
            if producer.flush(timeoutMilliseconds: Self.flushMilliseconds) { return true }
            monitor.beat()
        }
        return false
    }

    private func commit(_ positions: inout OpenPositions, isSettled: () -> Bool) throws {
        guard !positions.isEmpty, isSettled() else { return }
        let start = clock.now()
        guard flush() else { return }
        let flushed = clock.now()
        if let failure = producer.fatalFailure {
            throw KafkaError.failed(operation: "produce", topic: nil, partition: nil, failure)
        }
        do {
            try consumer.commit(positions.all)
            positions.removeAll()
            times.flush.observe(Double(flushed - start) / 1e9)
            times.commit.observe(Double(clock.now() - start) / 1e9)
        } catch  where error.isRetriable {
            // Tried again with the next commit.
        } catch  where error.failure?.isFromOldGeneration == true {
            // Whoever has the partitions now reads these records again.
            positions.removeAll()
        }
    }
}

/// The offsets to go on from, one a partition, that are not committed yet.
struct OpenPositions {
    private struct Partition: Hashable {
        var topic: String
        var partition: Int32
    }

    private var offsets: [Partition: Int64] = [:]

    var isEmpty: Bool { offsets.isEmpty }

    var all: [KafkaPosition] {
        offsets.map { KafkaPosition(topic: $0.topic, partition: $0.partition, offset: $1) }
    }

    mutating func note(_ batch: borrowing KafkaBatch) {
        guard !batch.isEmpty else { return }
        for position in batch.nextPositions() {
            offsets[Partition(topic: position.topic, partition: position.partition)] = position.offset
        }
    }

    mutating func removeAll() { offsets.removeAll(keepingCapacity: true) }
}
