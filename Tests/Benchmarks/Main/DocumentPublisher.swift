import Base
import DedupSupport
import Kafka
import MarketData
import Runtime

/// Publishes recorded documents like the normalizer.
final class DocumentPublisher {
    private let producer: KafkaProducer

    init(_ kafka: KafkaConfig) throws {
        producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
    }

    /// Publishes at a steady rate. Each document has its publishing time as `ts_recv`, and another symbol with a name of equal
    /// length. Returns the achieved rate.
    @discardableResult
    func publish(
        _ documents: [RecordedDocuments.Document], of symbol: String, as other: String, rate: Int
    ) throws -> Double {
        let renamed = documents.map { document in
            (kind: document.kind, bytes: document.bytes.replacing(Array(symbol.utf8), with: Array(other.utf8)))
        }
        let key = Array(other.utf8)
        var pacer = Pacer(rate: rate)
        for document in renamed {
            pacer.wait()
            var bytes = document.bytes
            ReceiveTime.set(in: &bytes, to: WallClock.system.now())
            let topic = try producer.topic(TopicName.normalized(document.kind))
            try bytes.withUnsafeBytes { value in
                try key.withUnsafeBytes { try producer.produce(to: topic, key: $0, value: value) }
            }
        }
        return Double(pacer.count) / pacer.seconds
    }
}
