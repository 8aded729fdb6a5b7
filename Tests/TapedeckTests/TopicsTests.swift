import Kafka
@testable import TapedeckCore
import Testing

@Suite("tapedeck topics")
struct TopicsTests {
    private static let wanted = [
        KafkaTopicSpecification(
            name: "market.trade.v1", partitions: 4, replicationFactor: 1, config: ["retention.ms": "604800000"]),
        KafkaTopicSpecification(
            name: "raw.bybit", partitions: 4, replicationFactor: 1, config: ["retention.ms": "259200000"]),
        KafkaTopicSpecification(
            name: "dead.dedup", partitions: 1, replicationFactor: 1, config: ["retention.ms": "1209600000"]),
    ]

    @Test("topics are compared by partitions, copies and properties; more of the first two is as good")
    func differences() {
        let comparison = TopicComparison(
            wanted: Self.wanted,
            found: [
                "market.trade.v1": .init(
                    partitions: 8, replication: 3, properties: ["retention.ms": "604800000", "other": "x"], records: 7),
                "raw.bybit": .init(partitions: 2, replication: 0, properties: ["retention.ms": "1"]),
            ])
        #expect(comparison.differenceCount == 2)
        #expect(
            comparison.verdicts == [
                "TOPIC",
                "market.trade.v1  ok",
                "raw.bybit        2 partitions instead of 4; 0 copies instead of 1; retention.ms is 1 instead of 259200000",
                "dead.dedup       does not exist",
            ])
        #expect(
            comparison.listing == [
                "TOPIC            PARTITIONS  COPIES    KEPT  RECORDS",
                "market.trade.v1           8       3     7 d        7",
                "raw.bybit                 2       0  1.0 ms",
                "dead.dedup          missing            14 d",
            ])
    }

    @Test("topics are made, and then found with their records")
    func create() throws {
        let broker = try EmbeddedBroker()
        let inspector = try TopicInspector(KafkaConfig(bootstrapServers: broker.bootstrapServers))
        let before = try inspector.compare(Self.wanted, countsRecords: false)
        #expect(before.differenceCount == 3)
        _ = try inspector.create(Self.wanted)
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: KafkaConfig(bootstrapServers: broker.bootstrapServers)))
        let topic = try producer.topic("raw.bybit")
        for _ in 0..<5 {
            try [UInt8]("{}".utf8).withUnsafeBytes { try producer.produce(to: topic, key: $0, value: $0) }
        }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        let after = try inspector.compare(Self.wanted, countsRecords: true)
        #expect(after.differenceCount == 0, "\(after.verdicts)")
        #expect(after.found["raw.bybit"]?.records == 5)
        #expect(after.found["dead.dedup"]?.records == 0)
    }

    @Test("a broker that is away is named")
    func away() {
        let error = #expect(throws: (any Error).self) {
            try TopicInspector(KafkaConfig(bootstrapServers: "127.0.0.1:1"), timeoutMilliseconds: 200)
        }
        #expect("\(error as Any)".contains("127.0.0.1:1 cannot be reached"))
    }
}
