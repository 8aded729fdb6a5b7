import Kafka
import Testing

@Suite("Topics are made and described")
struct AdminTests {
    @Test("the embedded broker has the partitions that it was given")
    func embeddedPartitions() throws {
        let broker = try EmbeddedBroker(brokers: 3)
        #expect(broker.bootstrapServers.split(separator: ",").count == 3)
        try broker.createTopic("t", partitions: 7)
        let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: broker.bootstrapServers))
        #expect(admin.waitForBroker(timeoutMilliseconds: 30_000))
        let topic = try admin.describe("t", timeoutMilliseconds: 30_000)
        #expect(topic.partitions.map(\.id) == Array(0..<7))
        #expect(try admin.list(timeoutMilliseconds: 30_000).map(\.name) == ["t"])
        #expect(throws: KafkaError.self) { try broker.createTopic("t", partitions: 1) }
    }

    @Test("a broker that cannot make topics on request is asked about them, and that is said")
    func fallback() throws {
        let broker = try EmbeddedBroker()
        try broker.createTopic("old", partitions: 2)
        let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: broker.bootstrapServers))
        let outcome = try admin.create(
            [
                KafkaTopicSpecification(name: "old", partitions: 2),
                KafkaTopicSpecification(name: "new", partitions: 2),
            ], timeoutMilliseconds: 30_000)
        #expect(outcome["old"] == .existed)
        #expect(outcome["new"] == .createdByDefault(partitions: 4))
        #expect(Set(try admin.list(timeoutMilliseconds: 30_000).map(\.name)) == ["old", "new"])
    }

    @Test("an absent broker is said to be absent")
    func absent() throws {
        let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: "127.0.0.1:1"))
        #expect(!admin.waitForBroker(timeoutMilliseconds: 200))
        let error = #expect(throws: KafkaError.self) { try admin.list(timeoutMilliseconds: 200) }
        #expect(error?.isRetriable == true)
    }

    @Test(
        "a real broker makes topics with partitions and properties, and deletes them",
        .enabled(if: TestBroker.realServers != nil, "KAFKA_BOOTSTRAP_SERVERS names no real Kafka"))
    func real() throws {
        let admin = try KafkaAdmin(KafkaConfig(bootstrapServers: TestBroker.realServers!))
        let name = "admin-\(UInt64.random(in: 0...UInt64.max))"
        let specification = KafkaTopicSpecification(
            name: name, partitions: 3, config: ["cleanup.policy": "compact", "retention.ms": "3600000"])
        #expect(try admin.create([specification], timeoutMilliseconds: 30_000) == [name: .created])
        #expect(try admin.create([specification], timeoutMilliseconds: 30_000) == [name: .existed])
        let described = try admin.describe(name, timeoutMilliseconds: 30_000)
        #expect(described.partitions.count == 3)
        #expect(described.partitions.allSatisfy { !$0.replicas.isEmpty && $0.inSync.contains($0.leader) })
        let config = try admin.config(of: name, timeoutMilliseconds: 30_000)
        #expect(config["cleanup.policy"] == "compact")
        #expect(config["retention.ms"] == "3600000")
        let wrong = KafkaTopicSpecification(name: name + "-wrong", partitions: 1, config: ["no.such.property": "1"])
        #expect(throws: KafkaError.self) { try admin.create([wrong], timeoutMilliseconds: 30_000) }
        try admin.delete([name, name + "-absent"], timeoutMilliseconds: 30_000)
        // Every broker forgets it in its own time.
        var isThere = true
        for _ in 0..<600 where isThere {
            isThere = try admin.list(timeoutMilliseconds: 30_000).contains { $0.name == name }
        }
        #expect(!isThere)
    }
}
