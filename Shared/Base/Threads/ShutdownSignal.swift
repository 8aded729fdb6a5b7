import Synchronization

/// The shutdown request, shared by all loops of a process.
///
/// Loops that block for a short time poll `isRequested`, which costs one relaxed load. Threads that block for a long time
/// register a callback that wakes them.
public final class ShutdownSignal: @unchecked Sendable {
    private let isSet = Atomic(false)
    /// Guards `reason` and `callbacks`, and wakes waiting threads.
    private let condition = Condition()
    private var storedReason: String?
    private var callbacks: [@Sendable () -> Void] = []

    /// The shutdown is not requested yet.
    public init() {}

    /// Whether the process should shut down.
    public var isRequested: Bool { isSet.load(ordering: .relaxed) }

    /// The reason of the shutdown, such as `SIGTERM`; nil before the request.
    public var reason: String? { condition.withLock { storedReason } }

    /// Requests the shutdown and runs the callbacks on this thread. Only the first request has an effect.
    public func request(reason: String) {
        let waiting: [@Sendable () -> Void] = condition.withLock {
            guard storedReason == nil else { return [] }
            storedReason = reason
            isSet.store(true, ordering: .releasing)
            condition.broadcast()
            defer { callbacks = [] }
            return callbacks
        }
        for callback in waiting { callback() }
    }

    /// Runs `callback` once when the shutdown is requested, or immediately if it already is. It must not block.
    public func onRequest(_ callback: @escaping @Sendable () -> Void) {
        let isLate = condition.withLock {
            if storedReason == nil { callbacks.append(callback) }
            return storedReason != nil
        }
        if isLate { callback() }
    }

    /// Blocks this thread until the shutdown is requested.
    public func wait() {
        condition.withLock {
            while storedReason == nil { condition.wait() }
        }
    }

    /// Blocks this thread until the shutdown is requested or the time is over. Idle loops sleep with it.
    ///
    /// - Returns: whether the process should shut down.
    @discardableResult
    public func wait(milliseconds: Int) -> Bool {
        let end = Condition.moment(afterMilliseconds: milliseconds)
        return condition.withLock {
            while storedReason == nil, condition.wait(until: end) {}
            return storedReason != nil
        }
    }
}
