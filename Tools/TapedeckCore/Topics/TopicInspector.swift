import Kafka
import Synchronization
import ToolKit

/// Requests the descriptions of topics from the brokers.
struct TopicInspector {
    /// The timeout for a topic's properties, which the embedded broker never returns; all other brokers answer quickly.
    private static let propertiesMilliseconds = 3_000

    private let kafka: KafkaConfig
    private let admin: KafkaAdmin
    private let timeoutMilliseconds: Int

    /// Fails if no broker answers.
    init(_ kafka: KafkaConfig, timeoutMilliseconds: Int = 10_000) throws {
        self.kafka = kafka
        self.timeoutMilliseconds = timeoutMilliseconds
        let refusal = Mutex<KafkaFailure?>(nil)
        admin = try KafkaAdmin(kafka) { event in
            if case .error(let failure) = event, failure.isAboutSecurity { refusal.withLock { $0 = failure } }
        }
        guard admin.waitForBroker(timeoutMilliseconds: timeoutMilliseconds) else {
            let reason = refusal.withLock { $0?.reason } ?? "no broker answers"
            throw ToolError.kafkaAway(servers: kafka.bootstrapServers, reason: reason)
        }
    }

    /// All existing topics.
    func topics() throws(KafkaError) -> [KafkaTopicDescription] {
        try admin.list(timeoutMilliseconds: timeoutMilliseconds)
    }

    /// The required topics with their existing state.
    ///
    /// - Parameter countsRecords: whether to request each partition's offsets too.
    func compare(_ wanted: [KafkaTopicSpecification], countsRecords: Bool) throws(KafkaError) -> TopicComparison {
        let names = Set(wanted.map(\.name))
        let consumer = countsRecords ? try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil)) : nil
        var found: [String: TopicComparison.Found] = [:]
        var tellsProperties = true
        for topic in try topics() where names.contains(topic.name) {
            var properties: [String: String]?
            if tellsProperties {
                // A broker that did not answer once is not asked again, because every topic would wait for it.
                properties = try? admin.config(of: topic.name, timeoutMilliseconds: Self.propertiesMilliseconds)
                tellsProperties = properties != nil
            }
            found[topic.name] = TopicComparison.Found(
                topic, properties: properties,
                records: try consumer.map { consumer throws(KafkaError) in
                    try records(in: topic, consumer)
                })
        }
        return TopicComparison(wanted: wanted, found: found)
    }

    /// Creates missing topics.
    func create(_ topics: [KafkaTopicSpecification]) throws(KafkaError) -> [String: KafkaTopicCreation] {
        try admin.create(topics, timeoutMilliseconds: 3 * timeoutMilliseconds)
    }

    private func records(in topic: KafkaTopicDescription, _ consumer: KafkaConsumer) throws(KafkaError) -> Int64 {
        var count: Int64 = 0
        for partition in topic.partitions {
            let marks = try consumer.watermarks(
                topic: topic.name, partition: partition.id, timeoutMilliseconds: timeoutMilliseconds)
            count += marks.high - marks.low
        }
        return count
    }
}
