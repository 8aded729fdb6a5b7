import Base
import CLibwebsockets
import Glibc
import Synchronization

/// One thread that runs one libwebsockets context: every connection, request and server made on it lives there.
///
/// All handlers and completions are called on the loop's thread, so they must not block. Any thread may `post`.
/// A loop that was started lives until `stop()`.
public final class EventLoop: @unchecked Sendable {
    /// The state of a loop.
    enum State {
        /// Made, not started: work that is posted waits.
        case idle
        /// The thread runs.
        case running
        /// `stop()` was called: the thread closes everything.
        case stopping
        /// The thread has ended; nothing runs any more.
        case stopped
    }

    /// What other threads leave for the loop's thread.
    struct Inbox {
        var state = State.idle
        var work: [@Sendable () -> Void] = []
    }

    let inbox = Guarded(Inbox())

    // The following properties are set before the thread starts, and then only used by the loop's thread.
    var context: OpaquePointer?
    var clientHosts: [ClientHostKey: OpaquePointer] = [:]
    var sockets: [ObjectIdentifier: Socket] = [:]
    var servers: [HTTPServer] = []
    var timers: [ObjectIdentifier: EventLoopTimer] = [:]
    let memory = LibraryMemory()

    private let threadIdentity = Atomic<UInt>(0)
    private let thread = Guarded<WorkerThread?>(nil)
    private let name: String

    /// The loop does not run before `start()`. `name` is the thread's name (Linux shows its first 15 bytes).
    public init(name: String = "event-loop") {
        self.name = name
    }

    /// Creates the context and starts the thread. A loop can be started only once.
    public func start() throws(WebSocketError) {
        guard inbox.withLock({ $0.state == .idle }) else { throw .loopNotRunning }
        context = try makeContext()
        inbox.withLock { $0.state = .running }
        thread.withLock { $0 = WorkerThread(name: name, blocksSignals: true) { self.run() } }
    }

    /// Closes every connection, request and server, ends the thread and waits for it. Handlers are closed with `.loopStopped`.
    ///
    /// Must not be called on the loop's own thread. A second call returns at once.
    public func stop() {
        precondition(!isOnLoop, "stop() would wait for its own thread")
        inbox.withLock { inbox in
            switch inbox.state {
            case .idle: inbox.state = .stopped
            case .running:
                inbox.state = .stopping
                lws_cancel_service(context)
            case .stopping, .stopped: break
            }
        }
        let ending = thread.withLock { $0.take() }
        ending?.join()
    }

    /// Whether the caller runs on the loop's thread.
    public var isOnLoop: Bool {
        threadIdentity.load(ordering: .relaxed) == UInt(pthread_self())
    }

    /// Runs `work` on the loop's thread, soon and in the order of posting.
    ///
    /// Returns false, and never runs it, when the loop has been stopped.
    @discardableResult
    public func post(_ work: @escaping @Sendable () -> Void) -> Bool {
        inbox.withLock { inbox in
            switch inbox.state {
            case .idle: inbox.work.append(work)
            case .running:
                inbox.work.append(work)
                // One wake-up is enough for all that is posted before the loop takes it.
                if inbox.work.count == 1 { lws_cancel_service(context) }
            case .stopping, .stopped: return false
            }
            return true
        }
    }

    /// Runs `work` now when called on the loop's thread, otherwise posts it.
    func onLoop(_ work: @escaping @Sendable () -> Void) {
        if isOnLoop { work() } else { post(work) }
    }

    /// Runs `work` on the loop's thread and waits for its result.
    public func call<Value: Sendable>(
        _ work: @escaping @Sendable () throws(WebSocketError) -> Value
    ) throws(WebSocketError) -> Value {
        if isOnLoop { return try work() }
        let answer = Promise<Result<Value, WebSocketError>>()
        let posted = post {
            do throws(WebSocketError) { answer.fulfil(.success(try work())) } catch { answer.fulfil(.failure(error)) }
        }
        guard posted, inbox.withLock({ $0.state != .idle }) else { throw .loopNotRunning }
        return try answer.wait().get()
    }

    private func run() {
        threadIdentity.store(UInt(pthread_self()), ordering: .relaxed)
        var work: [@Sendable () -> Void] = []
        while true {
            let state = inbox.withLock { inbox in
                swap(&work, &inbox.work)
                return inbox.state
            }
            for item in work { item() }
            work.removeAll(keepingCapacity: true)
            if state == .stopping { break }
            // libwebsockets 4 sleeps until the next event or timer, regardless of the given timeout.
            lws_service(context, 0)
        }
        closeEverything()
    }

    private func closeEverything() {
        for timer in timers.values { timer.cancel() }
        for socket in sockets.values { socket.loopStops() }
        lws_context_destroy(context)
        sockets.removeAll()
        servers.removeAll()
        let left = inbox.withLock { inbox in
            inbox.state = .stopped
            defer { inbox.work = [] }
            return inbox.work
        }
        // A `call` may have been posted just before the end: its thread waits for the answer.
        for item in left { item() }
        context = nil
        clientHosts.removeAll()
        memory.free()
    }
}
