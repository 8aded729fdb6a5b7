import Foundation
import Kafka
import Runtime
import Streams
import Testing

@Suite("Dead letters")
struct DeadLettersTests {
    private let broker: EmbeddedBroker
    private let box: LetterBox
    /// A producer that takes 100,000 bytes a record.
    private let small: KafkaProducerConfig

    private static let servers = ProcessInfo.processInfo.environment["KAFKA_BOOTSTRAP_SERVERS"] ?? ""

    init() throws {
        broker = try EmbeddedBroker()
        for topic in ["in", "dead.test"] { try broker.createTopic(topic, partitions: 1) }
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test")
        box = LetterBox(kafka: kafka, topic: "in", stage: "test")
        small = KafkaProducerConfig(kafka: kafka, maxRecordBytes: 100_000)
    }

    @Test("one that is too large goes without its value, which a hash stands for, and those around it go whole")
    func tooLarge() throws {
        let large = [UInt8](repeating: UInt8(ascii: "a"), count: 100_000)
        let letters = try box.letters(
            [
                .init(value: Array("{".utf8), headers: [("kind", "ws")]),
                .init(value: large, headers: [("kind", "ws")]),
                .init(value: Array("[".utf8), headers: [("kind", "rest")]),
            ], by: small)
        try #require(letters.count == 3)
        #expect(letters[0].value == Array("{".utf8) && letters[2].value == Array("[".utf8))
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
        let header: (StaticString, String) = ("kind", String(repeating: "x", count: 200_000))
        let record = LetterBox.Odd(value: Array("{}".utf8), headers: [header])
        let letters = try box.letters([record], by: small)
        try #require(letters.count == 1)
        #expect(letters[0].value == nil && letters[0].key.isEmpty && letters[0].headers["kind"] == nil)
        #expect(letters[0].headers["error_value_bytes"] == "2" && letters[0].headers["error_offset"] == "0")
    }

    @Test(
        "a real Kafka takes the letter of a record of nearly 17 MiB",
        .enabled(if: !servers.isEmpty, "KAFKA_BOOTSTRAP_SERVERS is not set"))
    func realKafka() throws {
        let name = "letters-\(UUID().uuidString.lowercased())"
        let kafka = KafkaConfig(bootstrapServers: Self.servers, clientID: "test")
        let topics = [name, "dead.\(name)"]
        let admin = try KafkaAdmin(kafka)
        _ = try admin.create(
            topics.map {
                KafkaTopicSpecification(name: $0, partitions: 1, config: ["max.message.bytes": "\(17 << 20)"])
            }, timeoutMilliseconds: 30_000)
        defer { try? admin.delete(topics, timeoutMilliseconds: 30_000) }
        let large = [UInt8](repeating: UInt8(ascii: "a"), count: 16_900 << 10)
        let letters = try LetterBox(kafka: kafka, topic: name, stage: name).letters(
            [.init(value: large), .init(value: Array("{".utf8))], by: KafkaProducerConfig(kafka: kafka))
        try #require(letters.count == 2)
        #expect(letters[0].value == nil && letters[0].headers["error_value_bytes"] == "\(large.count)")
        #expect(letters[1].value == Array("{".utf8) && letters[1].headers["error_offset"] == "1")
    }
}
