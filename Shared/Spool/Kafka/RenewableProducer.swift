package import Kafka
package import Runtime
import Synchronization

/// A Kafka producer that gives way to a new one when librdkafka's breaks for good, so that whatever has records for it need
/// not end with it.
///
/// An idempotent producer breaks for good when the broker's idea of the last record differs from its own, as after a broker
/// that was killed (`OUT_OF_ORDER_SEQUENCE_NUMBER`; librdkafka's INTRODUCTION.md, "Idempotent Producer", fatal errors).
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
    /// Threads that meet the same broken producer wait here for the first of them.
    private let renewing = Mutex(())

    /// Makes the first producer.
    ///
    /// - Parameters:
    ///   - make: makes a producer; the same each time.
    ///   - renewals: told of each producer that broke.
    package init(
        renewals: Fact, make: @escaping @Sendable () throws(KafkaError) -> KafkaProducer
    ) throws(KafkaError) {
        self.make = make
        self.renewals = renewals
        state = Mutex(State(producer: try make()))
    }

    /// The producer of now.
    package var current: KafkaProducer { state.withLock { $0.producer } }

    /// How many producers have broken so far.
    var generation: Int { count.load(ordering: .acquiring) }

    /// Records that Kafka has acknowledged, to whichever producer.
    package var acknowledged: Int { state.withLock { $0.acknowledgedBefore + $0.producer.counters.acknowledged } }

    /// Puts a new producer in the place of one that has broken; does nothing if another thread has done so. What the broken
    /// one still holds is reported as failed. Throws when none can be made; the broken one stays then.
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

    /// Makes calls that wait for room throw, now and from now on; see ``KafkaProducer/stopWaiting()``.
    package func stopWaiting() {
        let producer = state.withLock { state in
            state.isStopped = true
            return state.producer
        }
        producer.stopWaiting()
    }

    /// Ends the producer of now; see ``KafkaProducer/close(timeoutMilliseconds:)``.
    @discardableResult
    package func close(timeoutMilliseconds: Int) -> Int { current.close(timeoutMilliseconds: timeoutMilliseconds) }
}
