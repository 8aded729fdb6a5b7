import Foundation
import Kafka
import MarketData
import NormalizerCore
import PipelineSupport
import Runtime
import TestSupport
import Testing
import VenueKit

@Suite("The normalizer and what Kafka does not take")
struct NormalizerServiceTests {
    private static let raw = TopicName.raw(venue: "bybit")
    private static let books = TopicName.normalized(.book)
    private static let dead = "dead.normalizer"
    private let broker: EmbeddedBroker
    private let kafka: KafkaConfig

    init() throws {
        broker = try EmbeddedBroker()
        for topic in [Self.raw, Self.books, Self.dead] { try broker.createTopic(topic, partitions: 1) }
        kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test")
    }

    private func start(_ properties: [String: String] = [:]) throws -> RunningService {
        var kafka = kafka
        kafka.properties = properties
        return try RunningService("normalizer") { [kafka] logger, metrics, health in
            NormalizerService(
                try Configuration(text: "").read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
        }
    }

    /// https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook, with prices that are long when written out.
    private func publishBooks(levels: [Int]) throws {
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let topic = try producer.topic(Self.raw)
        for (index, count) in levels.enumerated() {
            let bids = (1...count).map { "[\"\($0)e15\",\"1e-18\"]" }.joined(separator: ",")
            let frame =
                #"{"topic":"orderbook.200.BTCUSDT","type":"snapshot","ts":1700000000001,"data":{"s":"BTCUSDT","b":[\#(bids)],"a":[],"u":\#(index + 1),"seq":\#(index + 1)},"cts":1700000000000}"#
            let headers = KafkaHeaders.raw(.webSocket, frame: Int64(index))
            try producer.produce(to: topic, key: "bybit/primary/linear-0", value: frame, headers: headers)
        }
        guard producer.flush(timeoutMilliseconds: 30_000) else { throw PipelineFailure(what: "not acknowledged") }
    }

    /// The first `count` records of a topic's one partition.
    private func records<Value>(
        _ count: Int, of topic: String, _ value: (KafkaRecord) -> Value
    ) throws -> [Value] {
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        try consumer.assign([KafkaPosition(topic: topic, partition: 0, offset: KafkaPosition.Special.beginning)])
        var values: [Value] = []
        let end = Date(timeIntervalSinceNow: 60)
        while values.count < count {
            guard Date() < end else { throw PipelineFailure(what: "\(values.count) of \(count) records of \(topic)") }
            try consumer.poll(maxRecords: count, timeoutMilliseconds: 100).forEach { values.append(value($0)) }
        }
        return values
    }

    private static func sequence(_ record: KafkaRecord) -> Substring? {
        String(decoding: record.value, as: UTF8.self).firstMatch(of: /"last_sequence":"?(\d+)/)?.1
    }

    @Test("a document that is too large sends its frame to the dead letters; those around it go out")
    func tooLarge() async throws {
        try await onOwnThread {
            try publishBooks(levels: [1, 20, 2])
            let service = try start(["message.max.bytes": "1000"])
            defer { service.stop() }
            #expect(try records(2, of: Self.books, Self.sequence) == ["1", "3"])
            let codes = try records(1, of: Self.dead) { letter in
                letter.header("error_code").map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(codes == ["document_too_large"])
            #expect(service.error == nil)
        }
    }

    @Test(
        "of a list with odd entries each is a dead letter of its own, with its bytes and the reason, and the others go out"
    )
    func oddEntries() async throws {
        try await onOwnThread {
            try broker.createTopic(TopicName.normalized(.instrument), partitions: 1)
            let good =
                #"{"symbol":"GOODUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"GOOD","quoteCoin":"USDT"}"#
            let odd = [#"{"symbol":null,"status":"Trading"}"#, "7"]
            let frame = #"{"retCode":0,"result":{"list":[\#(odd[0]),\#(good), \#(odd[1])]},"time":1700000000000}"#
            let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
            let topic = try producer.topic(Self.raw)
            let headers = KafkaHeaders.raw(
                .rest, request: "/v5/market/instruments-info?category=linear&limit=1000")
            try producer.produce(to: topic, key: "bybit/primary/linear-0", value: frame, headers: headers)
            guard producer.flush(timeoutMilliseconds: 30_000) else { throw PipelineFailure(what: "not acknowledged") }
            let service = try start()
            defer { service.stop() }
            let letters = try records(2, of: Self.dead) { letter in
                func header(_ name: StaticString) -> String {
                    letter.header(name).map { String(decoding: $0, as: UTF8.self) } ?? ""
                }
                let value = String(decoding: letter.value, as: UTF8.self)
                let isWhole = header(RawHeader.name).contains("/instruments-info?")
                return [value, header("error_code"), header("error_part"), isWhole ? "whole" : ""]
            }
            let places = try odd.map { try #require(frame.range(of: $0)) }.map { range in
                "\(range.lowerBound.utf16Offset(in: frame))-\(range.upperBound.utf16Offset(in: frame))"
            }
            #expect(
                letters == [
                    [odd[0], "wrong_type", places[0], "whole"], [odd[1], "wrong_type", places[1], "whole"],
                ])
            let symbols = try records(1, of: TopicName.normalized(.instrument)) { record in
                String(decoding: record.value, as: UTF8.self).contains("\"GOODUSDT\"")
            }
            #expect(symbols == [true])
            #expect(service.total("tapedeck_dead_letters_total") == 2)
        }
    }

    @Test(
        "a record that is too large for a dead letter goes there without its value; the next one is read, also after a restart"
    )
    func tooLargeForLetter() async throws {
        try await onOwnThread {
            try publishBooks(levels: [1])
            // Larger than a frame may be, and than a letter with it.
            let source = try KafkaProducer(KafkaProducerConfig(kafka: kafka, maxRecordBytes: 17 << 20))
            let raw = try source.topic(Self.raw)
            let headers = KafkaHeaders.raw(.webSocket)
            let frame = [UInt8](repeating: 0x20, count: 16_900 << 10)
            try Array("bybit/primary/linear-0".utf8).withUnsafeBytes { key in
                try frame.withUnsafeBytes { try source.produce(to: raw, key: key, value: $0, headers: headers) }
            }
            #expect(source.flush(timeoutMilliseconds: 30_000))
            try publishBooks(levels: [1, 1])
            let service = try start()
            #expect(try records(3, of: Self.books, Self.sequence) == ["1", "1", "2"])
            let header = "ws 1700000000001000000 0 1 linear ws://127.0.0.1"
            let letters = try records(1, of: Self.dead) { letter in
                [letter.isTombstone ? "no value" : "value"]
                    + ["error_code", "error_value_bytes", "error_topic", "error_offset", "raw.v1"].map { name in
                        var text = ""
                        letter.forEachHeader {
                            if String(decoding: $0, as: UTF8.self) == name {
                                text = String(decoding: $1, as: UTF8.self)
                            }
                        }
                        return text
                    }
            }
            #expect(letters == [["no value", "too_large", "\(16_900 << 10)", Self.raw, "1", header]])
            #expect(service.error == nil)
            service.stop()
            // It has committed the record, so that it is not met again.
            try publishBooks(levels: [1, 1, 1])
            let again = try start()
            #expect(try records(6, of: Self.books, Self.sequence).suffix(3) == ["1", "2", "3"])
            #expect(again.error == nil)
            again.stop()
            #expect(again.error == nil)
        }
    }

    @Test("descriptive numbers that do not fit are counted by venue, and the prices beside them go out")
    func descriptive() async throws {
        try await onOwnThread {
            let tickers = TopicName.normalized(.ticker)
            for topic in [tickers, TopicName.normalized(.quote)] { try broker.createTopic(topic, partitions: 1) }
            let service = try start()
            defer { service.stop() }
            let long = String(repeating: "7", count: 40)
            // https://bybit-exchange.github.io/docs/v5/websocket/public/ticker
            let frame =
                #"{"topic":"tickers.BTCUSDT","type":"snapshot","ts":1,"cs":1,"data":{"symbol":"BTCUSDT","lastPrice":"7","volume24h":"\#(long)","turnover24h":"0.\#(long)","openInterest":"0.\#(long)"}}"#
            let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
            let headers = KafkaHeaders.raw(.webSocket)
            try producer.produce(
                to: try producer.topic(Self.raw), key: "bybit/primary/linear-0", value: frame, headers: headers)
            #expect(producer.flush(timeoutMilliseconds: 30_000))
            let texts = try records(1, of: tickers) { String(decoding: $0.value, as: UTF8.self) }
            #expect(texts[0].contains(#""last_price":"7""#) && !texts[0].contains("volume_24h"))
            #expect(texts[0].contains(#""turnover_24h":"0.777777777777777778""#))
            // Counted when the frame's documents have been handed on.
            service.stop()
            #expect(service.total("tapedeck_rounded_numbers_total", #"venue="bybit""#) == 2)
            #expect(service.total("tapedeck_left_out_numbers_total", #"venue="bybit""#) == 1)
        }
    }

    @Test("a refusal ends it with the reason, and what was refused is not committed")
    func refused() async throws {
        try await onOwnThread {
            try publishBooks(levels: [1, 2])
            broker.refuseNext([.notAuthorized])
            let service = try start()
            let end = Date(timeIntervalSinceNow: 60)
            while service.error == nil, Date() < end { usleep(10_000) }
            service.stop()
            #expect(service.error?.contains("TOPIC_AUTHORIZATION_FAILED") == true)
            #expect(service.error?.contains(Self.books) == true)
            let asking = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: "tapedeck-normalizer"))
            let position = KafkaPosition(topic: Self.raw, partition: 0, offset: 0)
            let committed = try asking.committed([position], timeoutMilliseconds: 10_000)
            #expect(committed[0].offset <= 0)
        }
    }
}
