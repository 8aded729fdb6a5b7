package import Kafka
package import Runtime
import Synchronization

/// A Kafka producer that is replaced by a new one when librdkafka's fails permanently, so that its users can continue.
///
/// An idempotent producer fails permanently when its last record differs from the broker's, for example after a broker was
/// killed (`OUT_OF_ORDER_SEQUENCE_NUMBER`; librdkafka's INTRODUCTION.md, "Idempotent Producer", fatal errors).
package final class RenewableProducer: Sendable {
    private struct State {
        var producer: KafkaProducer
        var acknowledgedBefore = 0
        var isStopped = false
    }

    private let make: @Sendable () throws(KafkaError) -> KafkaProducer
    private let renewals: Fact
    private let state: Mutex<State>
    private let count = Atomic(0)
    /// Threads that find the same broken producer wait here until the first of them has replaced it.
    private let renewing = Mutex(())

    /// Creates the first producer.
    ///
    /// - Parameters:
    ///   - make: creates a producer, always with the same configuration.
    ///   - renewals: counts and logs each broken producer.
    package init(
        renewals: Fact, make: @escaping @Sendable () throws(KafkaError) -> KafkaProducer
    ) throws(KafkaError) {
        self.make = make
        self.renewals = renewals
        state = Mutex(State(producer: try make()))
    }

    /// The current producer.
    package var current: KafkaProducer { state.withLock { $0.producer } }

    /// How many producers have broken so far.
    var generation: Int { count.load(ordering: .acquiring) }

    /// The number of records that Kafka has acknowledged, over all producers.
    package var acknowledged: Int { state.withLock { $0.acknowledgedBefore + $0.producer.counters.acknowledged } }

    /// Replaces a broken producer; does nothing if another thread has done so. Records that the broken one still holds are
    /// reported as failed. If no new producer can be created, it throws and keeps the broken one.
    func renew(_ broken: KafkaProducer, because error: KafkaError) throws(KafkaError) {
        try renewing.withLock { (_) throws(KafkaError) in
            guard current === broken else { return }
            broken.close(timeoutMilliseconds: 0)
            let producer = try make()
            state.withLock { state in
                state.acknowledgedBefore += broken.counters.acknowledged
                state.producer = producer
                if state.isStopped { producer.stopWaiting() }
            }
            count.add(1, ordering: .releasing)
            renewals.happened(metadata: ["reason": "\(error)"])
        }
    }

    /// Makes current and future calls that wait for room throw; see ``KafkaProducer/stopWaiting()``.
    package func stopWaiting() {
        let producer = state.withLock { state in
            state.isStopped = true
            return state.producer
        }
        producer.stopWaiting()
    }

    /// Closes the current producer; see ``KafkaProducer/close(timeoutMilliseconds:)``.
    @discardableResult
    package func close(timeoutMilliseconds: Int) -> Int { current.close(timeoutMilliseconds: timeoutMilliseconds) }
}
