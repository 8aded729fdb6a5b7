import CRdkafka
import Glibc
import Synchronization

/// A thread of its own that serves a producer's queue: delivery reports, errors, statistics.
///
/// It holds the client, never the producer, so that a producer that is let go can stop it.
final class PollThread: Sendable {
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
    private let thread: pthread_t

    init(_ client: ClientHandle) {
        let state = State(client)
        var thread = pthread_t()
        let code = pthread_create(&thread, nil, PollThread.main, Unmanaged.passRetained(state).toOpaque())
        precondition(code == 0, "no thread to poll Kafka with: \(String(cString: strerror(code)))")
        self.state = state
        self.thread = thread
    }

    /// Waits until the thread has ended.
    deinit {
        state.stops.store(true, ordering: .releasing)
        rd_kafka_queue_yield(state.queue)
        // A handler may hold the last reference to its producer: the thread cannot wait for itself.
        if pthread_equal(pthread_self(), thread) != 0 { pthread_detach(thread) } else { pthread_join(thread, nil) }
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        // The process' signals are for its main thread.
        var signals = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_SETMASK, &signals, nil)
        Unmanaged<State>.fromOpaque(argument!).takeRetainedValue().run()
        return nil
    }
}
