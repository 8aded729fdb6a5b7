import Glibc
public import Synchronization

/// Lets one thread sleep until another has something for it; the other pays for it only while the first sleeps.
public final class Wakeup: @unchecked Sendable {
    @usableFromInline let isAsleep = Atomic<Bool>(false)
    /// Guards `isSignalled`.
    private let condition = Condition()
    private var isSignalled = false

    /// Nobody sleeps.
    public init() {}

    /// Wakes the sleeper, if there is one. What it is to find must be stored before, sequentially consistent.
    @inlinable
    public func signalIfAsleep() {
        if isAsleep.load(ordering: .sequentiallyConsistent) { signal() }
    }

    /// Sleeps until a signal or for so long at most, unless there `isWork` already.
    public func sleep(milliseconds: Int, unless isWork: () -> Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if !isWork() { wait(milliseconds: milliseconds) }
        isAsleep.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps for so long, whatever comes.
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
