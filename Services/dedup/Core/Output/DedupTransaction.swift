import Base
import Kafka
import Runtime

/// Outputs, state and input offsets that become visible together. The transaction begins with the first output.
///
/// Only one thread uses it at a time; ``OutputPair`` passes it to the committing thread and takes it back.
final class DedupTransaction: @unchecked Sendable {
    let producer: KafkaProducer
    private let shutdown: ShutdownSignal
    private let beat: @Sendable () -> Void
    private(set) var isOpen = false

    /// How long one call waits for the broker, in milliseconds, before the shutdown is checked again.
    private static let patience = 1_000
    /// The maximum duration of a commit after the shutdown is requested, in calls of `patience`.
    private static let lastAttempts = 10

    /// - Parameter beat: called while waiting for the broker.
    init(_ producer: KafkaProducer, shutdown: ShutdownSignal, beat: @escaping @Sendable () -> Void) {
        self.producer = producer
        self.shutdown = shutdown
        self.beat = beat
    }

    /// Registers the transactional id. This aborts the open transaction of an earlier process with this id, and fences that
    /// process.
    ///
    /// A call that has timed out is resumed by the next call (rdkafka.h, `rd_kafka_init_transactions`). There is no next call
    /// after the shutdown is requested, because there is nothing to commit yet.
    func register() throws(KafkaError) {
        try insist(lastAttempts: 1) { () throws(KafkaError) in
            try producer.initTransactions(timeoutMilliseconds: Self.patience)
        }
    }

    /// Begins a transaction unless one is open.
    @inline(__always)
    func begin() throws(KafkaError) {
        guard !isOpen else { return }
        try producer.beginTransaction()
        isOpen = true
    }

    /// Waits until all produced records are in the log.
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

    /// Commits the records and the consumer's offsets. Call ``flush()`` first.
    func commit(_ positions: [KafkaPosition], of consumer: KafkaConsumer) throws(KafkaError) {
        if !positions.isEmpty { try sendOffsets(positions, of: consumer) }
        try insist { () throws(KafkaError) in try producer.commitTransaction(timeoutMilliseconds: Self.patience) }
        isOpen = false
    }

    /// Aborts the open transaction; the producer can be used further.
    func takeBack() throws(KafkaError) {
        guard isOpen else { return }
        try insist { () throws(KafkaError) in try producer.abortTransaction(timeoutMilliseconds: Self.patience) }
        isOpen = false
    }

    /// Adds the consumer's offsets to the transaction.
    func sendOffsets(_ positions: [KafkaPosition], of consumer: KafkaConsumer) throws(KafkaError) {
        try insist { () throws(KafkaError) in
            try producer.sendOffsets(positions, of: consumer, timeoutMilliseconds: Self.patience)
        }
    }

    /// Aborts the open transaction if the broker can be reached; otherwise the next `register` aborts it.
    func abandon() {
        if isOpen, producer.fatalFailure == nil { try? producer.abortTransaction(timeoutMilliseconds: 5_000) }
        isOpen = false
        _ = producer.close(timeoutMilliseconds: 0)
    }

    /// Repeats a call that may succeed later, until the shutdown.
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
