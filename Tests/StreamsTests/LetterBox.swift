import Foundation
import Kafka
import Runtime
import Streams
import Testing

/// Two topics of a broker, of which one takes the dead letters of what is read from the other.
struct LetterBox {
    let kafka: KafkaConfig
    /// Where records come from.
    let topic: String
    /// The stage that cannot understand them.
    let stage: String

    /// A dead letter.
    struct Letter {
        let key: String
        /// Nil where it goes without one.
        let value: [UInt8]?
        let headers: [String: String]

        init(_ record: KafkaRecord) {
            key = String(decoding: record.key, as: UTF8.self)
            value = record.isTombstone ? nil : Array(record.value)
            var found: [String: String] = [:]
            record.forEachHeader { found[String(decoding: $0, as: UTF8.self)] = String(decoding: $1, as: UTF8.self) }
            headers = found
        }
    }

    /// A record that cannot be understood.
    struct Odd {
        var key = "k"
        var value: [UInt8] = []
        var headers: [(StaticString, String)] = []
    }

    /// Publishes `records` and answers the letters that become of them by way of `producer`.
    func letters(_ records: [Odd], by producer: KafkaProducerConfig) throws -> [Letter] {
        let source = try KafkaProducer(KafkaProducerConfig(kafka: kafka, maxRecordBytes: 17 << 20))
        let input = try source.topic(topic)
        for record in records {
            let headers = KafkaHeaders()
            for (name, value) in record.headers { headers.append(name, value) }
            try Array(record.key.utf8).withUnsafeBytes { key in
                try record.value.withUnsafeBytes {
                    try source.produce(to: input, partition: 0, key: key, value: $0, headers: headers)
                }
            }
        }
        #expect(source.flush(timeoutMilliseconds: 30_000))
        let producer = try KafkaProducer(producer)
        let dead = try DeadLetters(
            stage: stage, producer: producer, logger: Logger(label: "test"), metrics: MetricsRegistry())
        _ = try read(records.count, of: topic) { try dead.accept($0, code: "malformed", reason: "not JSON at byte 0") }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        #expect(producer.firstFailure == nil)
        return try read(records.count, of: "dead.\(stage)") { Letter($0) }
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
}
