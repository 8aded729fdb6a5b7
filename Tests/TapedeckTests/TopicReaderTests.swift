import Kafka
import Testing
import ToolKit
@testable import TapedeckCore

@Suite("Reading a topic")
struct TopicReaderTests {
    private static func produce(_ values: [String], to topic: String, _ kafka: KafkaConfig) throws {
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let topic = try producer.topic(topic)
        let headers = KafkaHeaders()
        headers.append("note", "own")
        for value in values {
            try Array("bybit:linear:BTCUSDT".utf8).withUnsafeBytes { key in
                try Array(value.utf8).withUnsafeBytes {
                    try producer.produce(to: topic, key: key, value: $0, headers: headers)
                }
            }
        }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
    }

    private static func readAll(_ reader: inout TopicReader, atLeast count: Int = 0) throws -> [ShownRecord] {
        var records: [ShownRecord] = []
        while !reader.hasSeenEnds || records.count < count { records += try reader.next() }
        return records
    }

    @Test("from the beginning all that is kept comes, with key and headers, and the end is seen")
    func beginning() throws {
        let broker = try EmbeddedBroker()
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        try broker.createTopic("market.trade.v1", partitions: 3)
        try Self.produce(["a", "b", "c"], to: "market.trade.v1", kafka)
        var reader = try TopicReader(kafka, topic: "market.trade.v1", from: .beginning)
        let records = try Self.readAll(&reader)
        #expect(records.map { String(decoding: $0.value, as: UTF8.self) } == ["a", "b", "c"])
        #expect(records.map(\.offset) == [0, 1, 2])
        #expect(records.allSatisfy { $0.key == "bybit:linear:BTCUSDT" && $0.venue == "bybit" })
        #expect(records.allSatisfy { $0.headers == [.init(name: "note", value: "own")] })
    }

    @Test("from the end only what comes afterwards")
    func end() throws {
        let broker = try EmbeddedBroker()
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        try broker.createTopic("market.trade.v1", partitions: 1)
        try Self.produce(["old"], to: "market.trade.v1", kafka)
        var reader = try TopicReader(kafka, topic: "market.trade.v1", from: .end)
        #expect(try Self.readAll(&reader).isEmpty)
        try Self.produce(["new"], to: "market.trade.v1", kafka)
        let records = try Self.readAll(&reader, atLeast: 1)
        #expect(records.map { String(decoding: $0.value, as: UTF8.self) } == ["new"])
    }

    @Test("a topic that does not exist is not made, and its neighbours are named")
    func unknown() throws {
        let broker = try EmbeddedBroker()
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        try broker.createTopic("market.trade.v1", partitions: 1)
        #expect(throws: ToolError.unknownTopic("market.trades.v1", nearest: ["market.trade.v1"])) {
            try TopicReader(kafka, topic: "market.trades.v1", from: .end)
        }
        #expect(try TopicInspector(kafka).topics().map(\.name) == ["market.trade.v1"])
    }
}
