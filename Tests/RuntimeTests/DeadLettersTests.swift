import Foundation
import Kafka
import Runtime
import Testing

@Suite("Dead letters")
struct DeadLettersTests {
    private let broker: EmbeddedBroker
    private let kafka: KafkaConfig

    init() throws {
        broker = try EmbeddedBroker()
        for topic in ["in", "dead.test"] { try broker.createTopic(topic, partitions: 1) }
        kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test")
    }

    private struct Letter {
        var key: String
        var value: [UInt8]?
        var headers: [String: String] = [:]

        init(_ record: KafkaRecord) {
            key = String(decoding: record.key, as: UTF8.self)
            value = record.isTombstone ? nil : Array(record.value)
            var found: [String: String] = [:]
            record.forEachHeader { found[String(decoding: $0, as: UTF8.self)] = String(decoding: $1, as: UTF8.self) }
            headers = found
        }
    }

    private func read<Value>(_ count: Int, of topic: String, _ body: (KafkaRecord) throws -> Value) throws -> [Value] {
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        try consumer.assign([KafkaPosition(topic: topic, partition: 0, offset: KafkaPosition.Special.beginning)])
        var values: [Value] = []
        let end = Date(timeIntervalSinceNow: 60)
        while values.count < count, Date() < end {
            let batch = try consumer.poll(maxRecords: count, timeoutMilliseconds: 100)
            for index in 0..<batch.count { values.append(try body(batch[index])) }
        }
        return values
    }

    /// What becomes of records that pass through a producer that takes 100,000 bytes a record.
    private func letters(_ records: [(key: String, value: [UInt8], headers: [(StaticString, String)])]) throws
        -> [Letter]
    {
        let source = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let input = try source.topic("in")
        for record in records {
            let headers = KafkaHeaders()
            for (name, value) in record.headers { headers.append(name, value) }
            let key = Array(record.key.utf8)
            try key.withUnsafeBytes { key in
                try record.value.withUnsafeBytes {
                    try source.produce(to: input, partition: 0, key: key, value: $0, headers: headers)
                }
            }
        }
        #expect(source.flush(timeoutMilliseconds: 30_000))
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka, maxRecordBytes: 100_000))
        let metrics = MetricsRegistry()
        let dead = try DeadLetters(
            stage: "test", producer: producer, logger: Logger(label: "test"), metrics: metrics)
        _ = try read(records.count, of: "in") { try dead.accept($0, code: "malformed", reason: "not JSON at byte 0") }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        return try read(records.count, of: "dead.test", Letter.init)
    }

    @Test("one that is too large goes without its value, which a hash stands for, and those around it go whole")
    func tooLarge() throws {
        let large = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        let letters = try letters([
            ("k", Array("{".utf8), [("kind", "ws")]), ("k", large, [("kind", "ws")]), ("k", [], [("kind", "rest")]),
        ])
        try #require(letters.count == 3)
        #expect(letters[0].value == Array("{".utf8) && letters[2].value?.isEmpty ?? true)
        for letter in letters {
            #expect(letter.key == "k")
            #expect(letter.headers["error"] == "not JSON at byte 0" && letter.headers["error_code"] == "malformed")
            #expect(letter.headers["error_topic"] == "in" && letter.headers["error_partition"] == "0")
        }
        #expect(letters.map { $0.headers["error_offset"] } == ["0", "1", "2"])
        #expect(letters.map { $0.headers["kind"] } == ["ws", "ws", "rest"])
        #expect(letters[1].value == nil)
        #expect(letters[1].headers["error_value_bytes"] == "100000")
        #expect(
            letters[1].headers["error_value_sha256"]
                == "6d1cf22d7cc09b085dfc25ee1a1f3ae0265804c607bc2074ad253bcc82fd81ee")
        #expect(letters[0].headers["error_value_bytes"] == nil && letters[2].headers["error_value_sha256"] == nil)
    }

    @Test("one whose own headers are too large goes without them too")
    func largeHeaders() throws {
        let letters = try letters([("k", Array("{}".utf8), [("kind", String(repeating: "x", count: 200_000))])])
        try #require(letters.count == 1)
        #expect(letters[0].value == nil && letters[0].key.isEmpty && letters[0].headers["kind"] == nil)
        #expect(letters[0].headers["error_value_bytes"] == "2" && letters[0].headers["error_offset"] == "0")
    }
}
