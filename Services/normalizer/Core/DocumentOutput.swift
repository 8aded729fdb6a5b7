import JSON
import Kafka
import MarketData
import Runtime
import Streams
import VenueKit

/// Publishes the normalizer's output: documents to their topics, and records that failed to the dead letters.
final class DocumentOutput {
    private let producer: KafkaProducer
    private let topics: KindTable<KafkaTopic>
    private let deadLetters: DeadLetters
    private let metrics: NormalizerMetrics

    init(_ producer: KafkaProducer, logger: Logger, metrics: MetricsRegistry) throws(KafkaError) {
        self.producer = producer
        topics = try KindTable { (kind) throws(KafkaError) in try producer.topic(kind.normalizedTopic) }
        deadLetters = try DeadLetters(
            stage: ServiceDeclaration.normalizer.name, producer: producer, logger: logger, metrics: metrics)
        self.metrics = NormalizerMetrics(metrics)
    }

    /// Processes a raw record.
    func publish(_ record: KafkaRecord, by normalizer: inout FrameNormalizer) throws(KafkaError) {
        let counters = metrics.counters(topicID: record.topicID, venue: TopicName.venue(ofRaw: record.topic))
        counters.frames.increment()
        counters.bytes.increment(by: record.value.count)
        let frame: RawFrame
        do throws(RawHeaderError) {
            frame = try RawFrame.reading(record)
        } catch {
            try deadLetters.accept(
                record, code: "missing_header", reason: "'\(error.field)' of the header is missing or wrong")
            return
        }
        do throws(NormalizeFailure<KafkaError>) {
            let outcome = try normalizer.normalize(frame) { (document) throws(KafkaError) in
                try publish(document, counters)
            }
            counters.note(normalizer.batch.descriptive)
            switch outcome {
            case .documents: break
            case .control: counters.control.increment()
            case .ignored: counters.ignored.increment()
            }
        } catch {
            switch error {
            case .undecodable(let error):
                try deadLetters.accept(record, code: error.code, reason: "\(error)")
            case .undelivered(let error) where error.failure?.refusesRecord == true:
                // A retry would be refused again, and block all records after it.
                try deadLetters.accept(record, code: "document_too_large", reason: "\(error)")
            case .undelivered(let error): throw error
            }
        }
        for entry in normalizer.oddEntries {
            try deadLetters.accept(record, part: entry.range, code: entry.error.code, reason: "\(entry.error)")
        }
    }

    private func publish(_ document: FrameNormalizer.Document, _ counters: VenueCounters) throws(KafkaError) {
        try producer.produce(to: topics[document.kind], key: document.key, value: document.value)
        counters.documents(document.kind).increment()
    }
}
