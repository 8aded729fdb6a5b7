import Glibc
import Kafka
import Testing

/// The brokers that the tests meet: always the embedded one, and a real Kafka where KAFKA_BOOTSTRAP_SERVERS names one.
enum TestBroker: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case embedded, real

    static let realServers = getenv("KAFKA_BOOTSTRAP_SERVERS").map { String(cString: $0) }

    static var available: [TestBroker] { realServers == nil ? [.embedded] : [.embedded, .real] }

    var testDescription: String { rawValue }

    /// A running broker with a topic of its own.
    func start(partitions: Int = 1) throws -> RunningBroker {
        let topic = "test-\(UInt64.random(in: 0...UInt64.max))"
        switch self {
        case .embedded:
            let broker = try EmbeddedBroker()
            try broker.createTopic(topic, partitions: partitions)
            return RunningBroker(servers: broker.bootstrapServers, topic: topic, embedded: broker)
        case .real:
            let servers = Self.realServers!
            let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: servers))
            _ = try admin.create(
                [KafkaTopicSpecification(name: topic, partitions: partitions)], timeoutMilliseconds: 30_000)
            return RunningBroker(servers: servers, topic: topic, embedded: nil)
        }
    }
}
