import Archive
import Base
import Kafka
import MarketData
import Runtime
import Streams

/// Polls, sorts documents into buckets, closes due buckets and commits archived offsets, all on one thread.
final class ArchiverLoop {
    let consumer: KafkaConsumer
    private let producer: KafkaProducer
    private let monitor: StreamMonitor
    let config: ArchiverConfig
    let metrics: ArchiverMetrics
    let logger: Logger
    let shutdown: ShutdownSignal
    let state: ArchiveState
    private let opener: PartitionOpener
    private let reader = DocumentReader()
    private let letters: SettledLetters
    private let clock: WallClock
    private var partitions: [TopicPartition: AssignedPartition] = [:]
    private var byRecord: [RecordKey: AssignedPartition] = [:]
    private var epoch = 0
    private var fatal: ArchiverError?
    private var nextTick: Int64 = 0

    /// The maximum number of records per poll.
    static let maxRecords = 2000
    /// How long a poll waits for records.
    static let pollMilliseconds = 200
    /// The interval of checks for due buckets.
    static let tickNanoseconds: Int64 = 500_000_000

    /// The shutdown was requested while the loop waited for the disk.
    private struct ShutdownWhileWaiting: Error {}

    /// Looks up the partition of a record without the topic's name.
    private struct RecordKey: Hashable {
        let topic: Int
        let partition: Int32
    }

    init(
        consumer: KafkaConsumer, producer: KafkaProducer, monitor: StreamMonitor, letters: SettledLetters,
        config: ArchiverConfig, metrics: ArchiverMetrics, logger: Logger, state: ArchiveState,
        uploads: FileQueue?, shutdown: ShutdownSignal, clock: WallClock
    ) {
        self.producer = producer
        self.monitor = monitor
        self.consumer = consumer
        self.letters = letters
        self.config = config
        self.metrics = metrics
        self.logger = logger
        self.state = state
        self.shutdown = shutdown
        self.clock = clock
        opener = PartitionOpener(config, reader: reader, logger: logger, metrics: metrics, uploads: uploads)
    }

    /// Runs until the shutdown is requested. Then it closes and commits all open buckets.
    func run() throws {
        try consumer.subscribe(PartitionOpener.topics)
        do {
            while !shutdown.isRequested {
                let batch = try poll(maxRecords: Self.maxRecords, timeoutMilliseconds: Self.pollMilliseconds)
                try process(batch)
                try relieve()
                monitor.turn(consumer, producer)
                if clock.now() >= nextTick { try tick() }
            }
        } catch is ShutdownWhileWaiting {
            // Failed writes are tried once more below; otherwise the records are read again at the next start.
        }
        // The rebalance handler closes and commits a last time.
        try consumer.close { self.rebalance(&$0) }
        if let fatal { throw fatal }
    }

    // MARK: - Records

    private func poll(maxRecords: Int, timeoutMilliseconds: Int) throws -> KafkaBatch {
        let batch = try consumer.poll(maxRecords: maxRecords, timeoutMilliseconds: timeoutMilliseconds) {
            self.rebalance(&$0)
        }
        if let fatal { throw fatal }
        return batch
    }

    private func process(_ batch: borrowing KafkaBatch) throws {
        let epoch = epoch
        for index in 0..<batch.count {
            let record = batch[index]
            // While waiting for a full disk, a rebalance may have revoked the partition, or revoked and assigned it again. Then
            // it is read again from the end of its archive.
            guard let partition = partition(of: record), partition.epoch <= epoch else { continue }
            try take(record, into: partition)
            if partition.archive.hasFullBucket { try close(.due, of: partition) }
        }
    }

    private func partition(of record: KafkaRecord) -> AssignedPartition? {
        let key = RecordKey(topic: record.topicID, partition: record.partition)
        if let known = byRecord[key] { return known }
        let partition = partitions[TopicPartition(topic: record.topic, partition: record.partition)]
        byRecord[key] = partition
        return partition
    }

    private func take(_ record: KafkaRecord, into partition: AssignedPartition) throws(KafkaError) {
        let archive = partition.archive
        guard !archive.isKnown(record.offset) else { return archive.pass(record.offset) }
        do throws(ArchiveError) {
            let place = try reader.place(of: record.value, in: partition.kind.name)
            let isLate = archive.append(
                record.value, at: record.offset, symbol: place.symbol, time: place.time, now: now)
            partition.counters.took(isLate: isLate)
        } catch {
            try letters.accept(record, code: error.code, reason: error.description)
            archive.pass(record.offset)
        }
    }

    private var now: Timestamp { Timestamp(nanoseconds: clock.now()) }

    // MARK: - Rounds

    /// Closes due buckets, commits, and updates the metrics.
    private func tick() throws {
        for partition in Array(partitions.values) { try close(.due, of: partition) }
        try letters.settle()
        let positions = commitable(partitions.values)
        // The next commit makes up for a failed one; until then the manifests say where to continue.
        if !positions.isEmpty { try? consumer.commitWithoutWaiting(positions) }
        tell()
        nextTick = clock.now() + Self.tickNanoseconds
    }

    /// Closes the largest buckets while the memory limit is exceeded.
    private func relieve() throws {
        while partitions.values.reduce(0, { $0 + $1.archive.openBytes }) > config.maxOpenBytes {
            guard let heaviest = partitions.values.max(by: { $0.archive.openBytes < $1.archive.openBytes }) else {
                return
            }
            try close(.heaviest, of: heaviest)
        }
    }

    /// Closes buckets. Retries until it succeeds, the partition is revoked, or the shutdown is requested.
    private func close(_ choice: BucketChoice, of partition: AssignedPartition) throws {
        while partitions[partition.log] === partition {
            do {
                try attempt(choice, partition)
                return
            } catch let error as ArchiverError where error.isRetriable {
                monitor.beat()
                if shutdown.wait(milliseconds: config.retryMilliseconds) { throw ShutdownWhileWaiting() }
                try keepMembership()
            }
        }
    }

    private func attempt(_ choice: BucketChoice, _ partition: AssignedPartition) throws {
        let start = clock.now()
        // The manifest treats dead letters as done, so they must have been delivered.
        try letters.settle()
        monitor.beat()
        do throws(ArchiveError) {
            guard let round = try partition.archive.close(choice, now: now) else { return }
            partition.counters.wrote(round)
            metrics.roundSeconds.observe(Double(clock.now() - start) / 1e9)
            state.succeeded()
        } catch {
            failed(.archive(error), partition.log)
            throw ArchiverError.archive(error)
        }
    }

    private func failed(_ error: ArchiverError, _ log: TopicPartition) {
        metrics.failures.happened(error.code, metadata: ["partition": "\(log)", "error": "\(error)"])
        state.failed(error)
    }

    /// Polls without reading, so that a long wait for the disk does not cost the group's partitions.
    private func keepMembership() throws {
        // A revoked partition can be neither paused nor resumed, and does not need to be.
        try? consumer.pause(positions)
        let batch = try poll(maxRecords: 1, timeoutMilliseconds: 0)
        // A partition that was just assigned may deliver a record before it is paused; the record is read again.
        var first: [TopicPartition: Int64] = [:]
        batch.forEach { record in
            let log = TopicPartition(topic: record.topic, partition: record.partition)
            first[log] = min(first[log] ?? .max, record.offset)
        }
        let rewound = first.map { KafkaPosition(topic: $0.topic, partition: $0.partition, offset: $1) }
        if !rewound.isEmpty {
            try consumer.seek(rewound, timeoutMilliseconds: PartitionOpener.timeoutMilliseconds)
        }
        try? consumer.resume(positions)
    }

    private var positions: [KafkaPosition] {
        partitions.keys.map { KafkaPosition(topic: $0.topic, partition: $0.partition) }
    }

    private func commitable(_ partitions: some Sequence<AssignedPartition>) -> [KafkaPosition] {
        partitions.compactMap { partition in
            guard let offset = partition.archive.committable, offset != partition.committed else { return nil }
            partition.committed = offset
            return KafkaPosition(topic: partition.log.topic, partition: partition.log.partition, offset: offset)
        }
    }

    private func tell() {
        metrics.openBuckets.set(partitions.values.reduce(0) { $0 + $1.archive.openBuckets })
        metrics.openRows.set(partitions.values.reduce(0) { $0 + $1.archive.openRows })
        metrics.openBytes.set(partitions.values.reduce(0) { $0 + $1.archive.openBytes })
        let oldest = partitions.values.compactMap(\.archive.oldestOpenTime).min()
        metrics.openSeconds.set(oldest.map { Double(max(0, now.nanoseconds - $0.nanoseconds)) / 1e9 } ?? 0)
    }

    // MARK: - Rebalances

    private func rebalance(_ change: inout KafkaRebalance) {
        byRecord.removeAll()
        epoch += 1
        switch change.kind {
        case .assigned:
            for index in change.partitions.indices { open(&change.partitions[index]) }
        case .revoked:
            giveUp(change.partitions, committing: true)
        case .lost:
            giveUp(change.partitions, committing: false)
        }
    }

    /// Opens a partition and waits for its folder without limit, because nothing can be done without it.
    private func open(_ position: inout KafkaPosition) {
        let log = TopicPartition(topic: position.topic, partition: position.partition)
        while fatal == nil, !shutdown.isRequested {
            do throws(ArchiverError) {
                let partition = try opener.open(position, from: consumer, epoch: epoch)
                partitions[log] = partition
                if let start = partition.archive.start { position.offset = start }
                state.succeeded()
                return
            } catch {
                failed(error, log)
                if !error.isRetriable { fatal = error }
                monitor.beat()
                shutdown.wait(milliseconds: config.retryMilliseconds)
            }
        }
    }

    /// Closes and commits the open buckets of revoked partitions, or discards them: the next owner reads their records again.
    private func giveUp(_ positions: [KafkaPosition], committing: Bool) {
        let going = positions.compactMap {
            partitions[TopicPartition(topic: $0.topic, partition: $0.partition)]
        }
        if committing {
            for partition in going {
                do {
                    try attempt(.all, partition)
                } catch {
                    logger.warning(
                        "what was open is not archived; it will be read again",
                        metadata: ["partition": "\(partition.log)", "error": "\(error)"])
                }
            }
            do {
                try letters.settle()
                try consumer.commit(commitable(going))
            } catch {
                logger.warning(
                    "offsets were not committed; the manifests tell where to go on", metadata: ["error": "\(error)"])
            }
        }
        for partition in going {
            partition.archive.release()
            partitions[partition.log] = nil
        }
    }
}
