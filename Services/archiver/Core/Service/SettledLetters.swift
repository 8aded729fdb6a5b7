import Kafka
import Runtime
import Streams

/// Dead letters that are known to have arrived before anything counts on it.
final class SettledLetters {
    private let letters: DeadLetters
    private let producer: KafkaProducer
    private var isOpen = false

    /// How long the brokers may take to acknowledge.
    static let timeoutMilliseconds = 60_000

    init(producer: KafkaProducer, logger: Logger, metrics: MetricsRegistry) throws(KafkaError) {
        self.producer = producer
        letters = try DeadLetters(
            stage: ServiceDeclaration.archiver.name, producer: producer, logger: logger, metrics: metrics)
    }

    /// Passes a record on, whole, with its headers and the reason.
    func accept(_ record: KafkaRecord, code: String, reason: String) throws(KafkaError) {
        try letters.accept(record, code: code, reason: reason)
        isOpen = true
    }

    /// Waits until all are acknowledged. One that is not must not be passed over: the service ends, and reads its record
    /// again when it is back.
    func settle() throws(ArchiverError) {
        guard isOpen else { return }
        guard producer.flush(timeoutMilliseconds: Self.timeoutMilliseconds) else {
            throw .deadLetterLost(reason: "not acknowledged within \(Self.timeoutMilliseconds / 1000) s")
        }
        if let refused = producer.firstFailure { throw .deadLetterLost(reason: "\(refused)") }
        isOpen = false
    }
}
