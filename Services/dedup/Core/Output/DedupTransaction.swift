import Base
import Kafka
import Runtime

/// Outputs, state and input offsets that become visible together: a transaction that begins with the first output.
///
/// One thread at a time works with it; ``OutputPair`` hands it over to commit and takes it back.
final class DedupTransaction: @unchecked Sendable {
    let producer: KafkaProducer
    private let shutdown: ShutdownSignal
    private let beat: @Sendable () -> Void
    private(set) var isOpen = false

    /// How long one call waits for the broker before the shutdown is looked at again.
    private static let patience = 1_000
    /// How long a commit may take once the shutdown is requested, in calls of `patience`.
    private static let lastAttempts = 10

    /// - Parameter beat: called while the broker is waited for.
    init(_ producer: KafkaProducer, shutdown: ShutdownSignal, beat: @escaping @Sendable () -> Void) {
        self.producer = producer
        self.shutdown = shutdown
        self.beat = beat
    }

    /// Registers the transactional id: what an earlier process of it left open is taken back, and it is fenced.
    ///
    /// A call that has timed out is resumed by the next (rdkafka.h, `rd_kafka_init_transactions`). Once the shutdown is requested
    /// there is no next one: there is nothing to commit yet.
    func register() throws(KafkaError) {
        try insist(lastAttempts: 1) { () throws(KafkaError) in
            try producer.initTransactions(timeoutMilliseconds: Self.patience)
        }
    }

    /// Makes sure that a transaction is open.
    @inline(__always)
    func begin() throws(KafkaError) {
        guard !isOpen else { return }
        try producer.beginTransaction()
        isOpen = true
    }

    /// Waits until everything produced so far is in the log.
    func flush() throws(KafkaError) {
        var attempts = 0
        while !producer.flush(timeoutMilliseconds: Self.patience) {
            beat()
            attempts += 1
            if let failure = producer.fatalFailure {
                throw .failed(operation: "flush", topic: nil, partition: nil, failure)
            }
            if shutdown.isRequested, attempts >= Self.lastAttempts { throw .closed(operation: "flush") }
        }
    }

    /// Commits with the consumer's progress, after a ``flush()``.
    func commit(_ positions: [KafkaPosition], of consumer: KafkaConsumer) throws(KafkaError) {
        if !positions.isEmpty { try sendOffsets(positions, of: consumer) }
        try insist { () throws(KafkaError) in try producer.commitTransaction(timeoutMilliseconds: Self.patience) }
        isOpen = false
    }

    /// Takes back what is open; the producer goes on.
    func takeBack() throws(KafkaError) {
        guard isOpen else { return }
        try insist { () throws(KafkaError) in try producer.abortTransaction(timeoutMilliseconds: Self.patience) }
        isOpen = false
    }

    /// Makes the consumer's progress part of the transaction.
    func sendOffsets(_ positions: [KafkaPosition], of consumer: KafkaConsumer) throws(KafkaError) {
        try insist { () throws(KafkaError) in
            try producer.sendOffsets(positions, of: consumer, timeoutMilliseconds: Self.patience)
        }
    }

    /// Takes back what is open, as far as the broker can be reached; what is left the next `register` takes back.
    func abandon() {
        if isOpen, producer.fatalFailure == nil { try? producer.abortTransaction(timeoutMilliseconds: 5_000) }
        isOpen = false
        _ = producer.close(timeoutMilliseconds: 0)
    }

    /// Calls again what may succeed later, until the shutdown.
    private func insist(
        lastAttempts: Int = lastAttempts, _ call: () throws(KafkaError) -> Void
    ) throws(KafkaError) {
        var attempts = 0
        while true {
            do throws(KafkaError) {
                return try call()
            } catch {
                guard error.isRetriable, !error.requiresAbort, !error.requiresReconnect else { throw error }
                beat()
                attempts += 1
                if shutdown.isRequested, attempts >= lastAttempts { throw error }
                _ = shutdown.wait(milliseconds: 50)
            }
        }
    }
}
