import Base
import CRdkafka
import Synchronization

/// A thread that serves a producer's queue: delivery reports, errors and statistics.
///
/// It retains the client but not the producer, so that a released producer can stop it.
final class PollThread: @unchecked Sendable {
    private final class State: @unchecked Sendable {
        let client: ClientHandle
        let stops = Atomic<Bool>(false)
        let queue: OpaquePointer

        init(_ client: ClientHandle) {
            self.client = client
            queue = rd_kafka_queue_get_main(client.pointer)
        }

        deinit { rd_kafka_queue_destroy(queue) }

        func run() {
            while !stops.load(ordering: .acquiring) { rd_kafka_poll(client.pointer, 1_000) }
        }
    }

    private let state: State
    /// Only used at the end.
    private var thread: WorkerThread?

    init(_ client: ClientHandle) {
        let state = State(client)
        self.state = state
        thread = WorkerThread(name: "kafka-poll", blocksSignals: true) { state.run() }
    }

    /// Waits until the thread has ended.
    deinit {
        state.stops.store(true, ordering: .releasing)
        rd_kafka_queue_yield(state.queue)
        guard let thread = thread.take() else { return }
        // A handler may hold the last reference to its producer; then the thread cannot wait for itself.
        if thread.isCurrent { thread.detach() } else { thread.join() }
    }
}
