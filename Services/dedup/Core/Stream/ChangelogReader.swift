import Base
import Kafka
import MarketData
import Runtime

/// Reads dedup's state from the changelog, up to its current end.
struct ChangelogReader {
    /// How long an open transaction may delay the end, in seconds; the broker ends such transactions earlier.
    private static let limitSeconds: Int64 = 120

    let kafka: KafkaConfig
    let clock: WallClock
    let shutdown: ShutdownSignal
    /// Called while reading, which may take longer than the watchdog of the loop allows.
    let beat: @Sendable () -> Void

    /// Returns the complete state of these partitions, in the same order.
    ///
    /// It reads up to the end of all records, committed or not, at the start of the reading. A transaction that is still open
    /// there belongs to a process that has lost the partitions, and the committed records after it must be read too.
    func read(_ wanted: [(kind: KindDeclaration, partition: Int32)]) throws -> [SavedState] {
        var states = wanted.map { _ in SavedState() }
        let prefixes = wanted.map { StateKey.prefix(of: $0.kind) }
        var ends = try openEnds(Set(wanted.map(\.partition)))
        guard !ends.isEmpty else { return states }
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, reportsEnds: true))
        try consumer.assign(
            ends.keys.map {
                KafkaPosition(topic: TopicName.dedupState, partition: $0, offset: KafkaPosition.Special.beginning)
            })
        let deadline = clock.now() + Self.limitSeconds * 1_000_000_000
        while !ends.isEmpty {
            beat()
            let batch = try consumer.poll(maxRecords: 5000, timeoutMilliseconds: 50)
            for index in 0..<batch.count {
                let record = batch[index]
                let place = wanted.indices.first {
                    wanted[$0].partition == record.partition && record.key.starts(with: prefixes[$0])
                }
                if let place { states[place].take(record.key, record.value, isTombstone: record.isTombstone) }
            }
            for end in batch.ends {
                if let high = ends[end.partition], end.offset >= high { ends[end.partition] = nil }
            }
            guard !ends.isEmpty else { break }
            if shutdown.isRequested { throw KafkaError.closed(operation: "read \(TopicName.dedupState)") }
            if clock.now() > deadline { throw ChangelogError.endNotReached(partitions: ends.keys.sorted()) }
        }
        try consumer.close()
        return states
    }

    /// The ends of the partitions that are not empty.
    private func openEnds(_ partitions: Set<Int32>) throws -> [Int32: Int64] {
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: false))
        defer { try? consumer.close() }
        var ends: [Int32: Int64] = [:]
        for partition in partitions {
            let marks = try watermarks(consumer, partition)
            if marks.high > marks.low { ends[partition] = marks.high }
        }
        return ends
    }

    /// Retries until the broker answers, because a leader may be moving.
    private func watermarks(_ consumer: KafkaConsumer, _ partition: Int32) throws -> KafkaWatermarks {
        let deadline = clock.now() + 30_000_000_000
        while true {
            beat()
            do {
                return try consumer.watermarks(
                    topic: TopicName.dedupState, partition: partition, timeoutMilliseconds: 5_000)
            } catch {
                guard error.isRetriable, clock.now() < deadline, !shutdown.isRequested else {
                    throw ChangelogError.noPartition(partition, "\(error)")
                }
                _ = shutdown.wait(milliseconds: 100)
            }
        }
    }
}

/// Why the changelog cannot be read.
enum ChangelogError: Error, CustomStringConvertible {
    /// It has no such partition, or the broker cannot be reached.
    case noPartition(Int32, String)
    /// An open transaction prevented reading up to the end.
    case endNotReached(partitions: [Int32])

    var description: String {
        switch self {
        case .noPartition(let partition, let reason):
            """
            \(TopicName.dedupState)[\(partition)] cannot be read: \(reason). The topic needs as many partitions as \
            normalized.book.v1; tapedeck topics create makes it
            """
        case .endNotReached(let partitions):
            "the end of \(TopicName.dedupState)\(partitions) cannot be read: a transaction stays open before it"
        }
    }
}
