import Base
import Kafka
import Runtime
import Synchronization

/// Counts the records of the raw, normalized and market topics, on a separate thread, from its start on.
///
/// It belongs to no group and commits nothing, so it takes no records from the services.
final class RecordCounter: Sendable {
    private struct Partition: Hashable {
        var topic: String
        var id: Int32
    }

    private static let timeoutMilliseconds = 2_000
    /// The interval of searches for new topics.
    private static let surveyNanoseconds: Int64 = 5_000_000_000

    private let kafka: KafkaConfig
    private let counts = Mutex(TopicCounts())
    private let begun = Atomic(false)
    private let shutdown = ShutdownSignal()

    init(_ kafka: KafkaConfig) { self.kafka = kafka }

    /// The counts so far.
    var current: TopicCounts { counts.withLock { $0 } }

    /// Whether the start offsets are known.
    var hasBegun: Bool { begun.load(ordering: .acquiring) }

    /// Counts until `stop()`, even if Kafka is not available yet.
    func start() {
        WorkerThread.detach(name: "top-counter") { [self] in
            while !shutdown.isRequested {
                // A new consumer may resolve errors that another poll does not.
                try? count()
                shutdown.wait(milliseconds: 500)
            }
        }
    }

    /// Ends the thread.
    func stop() { shutdown.request(reason: "done") }

    private func count() throws(KafkaError) {
        let admin = try KafkaAdmin(kafka)
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        var next: [Partition: Int64] = [:]
        var nextSurvey: Int64 = 0
        while !shutdown.isRequested {
            let now = WallClock.system.now()
            if now >= nextSurvey {
                if try survey(admin, consumer, isFirst: nextSurvey == 0, &next) {
                    try consumer.assign(
                        next.map { KafkaPosition(topic: $0.topic, partition: $0.id, offset: $1) })
                }
                nextSurvey = now + Self.surveyNanoseconds
                begun.store(true, ordering: .releasing)
            }
            let batch = try consumer.poll(maxRecords: 5000, timeoutMilliseconds: 50)
            for position in batch.nextPositions() {
                next[Partition(topic: position.topic, id: position.partition)] = position.offset
            }
            note(batch)
        }
        try consumer.close()
    }

    private func note(_ batch: borrowing KafkaBatch) {
        guard !batch.isEmpty else { return }
        counts.withLock { counts in
            var topic = (id: 0, stage: TopicCounts.Stage?.none)
            for index in 0..<batch.count {
                let record = batch[index]
                if record.topicID != topic.id { topic = (record.topicID, TopicCounts.Stage(topic: record.topic)) }
                guard let stage = topic.stage else { continue }
                counts.note(stage, key: String(decoding: record.key, as: UTF8.self), bytes: record.value.count)
            }
        }
    }

    /// Finds new partitions and their start offsets. Records before the start are skipped, but a topic that appears later is
    /// read from its beginning. Returns whether there are any partitions.
    private func survey(
        _ admin: KafkaAdmin, _ consumer: KafkaConsumer, isFirst: Bool, _ next: inout [Partition: Int64]
    ) throws(KafkaError) -> Bool {
        let before = next.count
        for topic in try admin.list(timeoutMilliseconds: Self.timeoutMilliseconds)
        where TopicCounts.Stage(topic: topic.name) != nil {
            for id in topic.partitions.map(\.id) where next[Partition(topic: topic.name, id: id)] == nil {
                let marks = try consumer.watermarks(
                    topic: topic.name, partition: id, timeoutMilliseconds: Self.timeoutMilliseconds)
                next[Partition(topic: topic.name, id: id)] = isFirst ? marks.high : marks.low
            }
        }
        return next.count > before
    }
}
