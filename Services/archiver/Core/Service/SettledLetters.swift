import Kafka
import Runtime
import Streams

/// Publishes dead letters and waits for their delivery before other code relies on it.
final class SettledLetters {
    private let letters: DeadLetters
    private let producer: KafkaProducer
    private var isOpen = false

    /// The timeout for acknowledgements.
    static let timeoutMilliseconds = 60_000

    init(producer: KafkaProducer, logger: Logger, metrics: MetricsRegistry) throws(KafkaError) {
        self.producer = producer
        letters = try DeadLetters(
            stage: ServiceDeclaration.archiver.name, producer: producer, logger: logger, metrics: metrics)
    }

    /// Publishes a complete record with its headers and the reason.
    func accept(_ record: KafkaRecord, code: String, reason: String) throws(KafkaError) {
        try letters.accept(record, code: code, reason: reason)
        isOpen = true
    }

    /// Waits until all are acknowledged. If one is not, its record must not be skipped: the service exits and reads the record
    /// again after its restart.
    func settle() throws(ArchiverError) {
        guard isOpen else { return }
        guard producer.flush(timeoutMilliseconds: Self.timeoutMilliseconds) else {
            throw .deadLetterLost(reason: "not acknowledged within \(Self.timeoutMilliseconds / 1000) s")
        }
        if let refused = producer.firstFailure { throw .deadLetterLost(reason: "\(refused)") }
        isOpen = false
    }
}
