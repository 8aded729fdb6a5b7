import Glibc
public import Synchronization

/// Lets one thread sleep until another thread has work for it. Signalling is only expensive while the first thread sleeps.
public final class Wakeup: @unchecked Sendable {
    @usableFromInline let isAsleep = Atomic<Bool>(false)
    /// Guards `isSignalled`.
    private let condition = Condition()
    private var isSignalled = false

    /// No thread is sleeping.
    public init() {}

    /// Wakes the sleeping thread, if there is one. Its work must be stored before this call, with sequentially consistent
    /// ordering.
    @inlinable
    public func signalIfAsleep() {
        if isAsleep.load(ordering: .sequentiallyConsistent) { signal() }
    }

    /// Sleeps until a signal, at most for `milliseconds`. Returns at once if there `isWork` already.
    public func sleep(milliseconds: Int, unless isWork: () -> Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if !isWork() { wait(milliseconds: milliseconds) }
        isAsleep.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps for the whole time; signals do not end it.
    public static func rest(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

    @usableFromInline
    func signal() {
        condition.withLock {
            isSignalled = true
            condition.broadcast()
        }
    }

    private func wait(milliseconds: Int) {
        let end = Condition.moment(afterMilliseconds: milliseconds)
        condition.withLock {
            while !isSignalled, condition.wait(until: end) {}
            isSignalled = false
        }
    }
}
