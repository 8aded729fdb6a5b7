import Base
import Kafka
import Runtime
import Synchronization

/// Reads every topic from the beginning and counts its records, independently of the services' own counters.
final class TapeWatcher: Sendable {
    private let counts = Mutex(TapeCounts())
    private let consumer: KafkaConsumer
    private let shutdown = ShutdownSignal()
    private let partitions: [KafkaPosition]

    init(_ kafka: KafkaConfig, topics: [KafkaTopicSpecification]) throws(KafkaError) {
        consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        partitions = topics.flatMap { topic in
            (0..<topic.partitions).map {
                KafkaPosition(
                    topic: topic.name, partition: Int32($0), offset: KafkaPosition.Special.beginning)
            }
        }
        try consumer.assign(partitions)
    }

    /// The counts so far.
    var current: TapeCounts { counts.withLock { $0 } }

    /// Counts on a separate thread until `stop`.
    func start() {
        WorkerThread.detach(name: "tape-watcher") { [self] in
            while !shutdown.isRequested {
                guard let batch = try? consumer.poll(maxRecords: 5000, timeoutMilliseconds: 50) else { return }
                guard !batch.isEmpty else { continue }
                counts.withLock { counts in
                    for index in 0..<batch.count { counts.note(topic: batch[index].topic, key: batch[index].key) }
                }
            }
            try? consumer.close()
        }
    }

    /// Ends the thread.
    func stop() { shutdown.request(reason: "done") }
}
