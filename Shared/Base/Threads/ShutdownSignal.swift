import Synchronization

/// The one request to end, seen by every loop of a process.
///
/// Loops that block for a short time poll `isRequested`, which costs one relaxed load; what blocks for long registers a
/// callback that wakes it.
public final class ShutdownSignal: @unchecked Sendable {
    private let isSet = Atomic(false)
    /// Guards `reason` and `callbacks`, and wakes whoever waits.
    private let condition = Condition()
    private var storedReason: String?
    private var callbacks: [@Sendable () -> Void] = []

    /// Makes a signal that nobody has given yet.
    public init() {}

    /// Whether the process is to end.
    public var isRequested: Bool { isSet.load(ordering: .relaxed) }

    /// Why it is to end, such as `SIGTERM`; nil before the request.
    public var reason: String? { condition.withLock { storedReason } }

    /// Asks every loop to end, and runs the callbacks on this thread. The first request counts; others do nothing.
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

    /// Runs `callback` once, when the request comes; at once if it has come. It must not block.
    public func onRequest(_ callback: @escaping @Sendable () -> Void) {
        let isLate = condition.withLock {
            if storedReason == nil { callbacks.append(callback) }
            return storedReason != nil
        }
        if isLate { callback() }
    }

    /// Blocks this thread until the request.
    public func wait() {
        condition.withLock {
            while storedReason == nil { condition.wait() }
        }
    }

    /// Blocks this thread until the request or until the time is over: the sleep of a loop that has nothing to do.
    ///
    /// - Returns: whether the process is to end.
    @discardableResult
    public func wait(milliseconds: Int) -> Bool {
        let end = Condition.moment(afterMilliseconds: milliseconds)
        return condition.withLock {
            while storedReason == nil, condition.wait(until: end) {}
            return storedReason != nil
        }
    }
}
