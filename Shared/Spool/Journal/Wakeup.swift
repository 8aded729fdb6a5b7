import Glibc
import Synchronization

/// Lets one thread sleep until another has something for it; the other pays for it only while the first sleeps.
final class Wakeup: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private let isAsleep = Atomic(false)
    private var isSignalled = false

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
        condition.deallocate()
    }

    /// Wakes the sleeper, if there is one. What it is to find must be stored before, sequentially consistent.
    func signalIfAsleep() {
        guard isAsleep.load(ordering: .sequentiallyConsistent) else { return }
        pthread_mutex_lock(mutex)
        isSignalled = true
        pthread_cond_signal(condition)
        pthread_mutex_unlock(mutex)
    }

    /// Sleeps until a signal or for so long at most, unless there `isWork` already.
    func sleep(milliseconds: Int, unless isWork: () -> Bool) {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        if !isWork() { wait(milliseconds: milliseconds) }
        isAsleep.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps for so long, whatever comes.
    static func rest(milliseconds: Int) { usleep(UInt32(milliseconds) * 1000) }

    private func wait(milliseconds: Int) {
        var end = timespec()
        clock_gettime(CLOCK_REALTIME, &end)
        end.tv_sec += milliseconds / 1000
        end.tv_nsec += milliseconds % 1000 * 1_000_000
        if end.tv_nsec >= 1_000_000_000 {
            end.tv_sec += 1
            end.tv_nsec -= 1_000_000_000
        }
        pthread_mutex_lock(mutex)
        while !isSignalled, pthread_cond_timedwait(condition, mutex, &end) == 0 {}
        isSignalled = false
        pthread_mutex_unlock(mutex)
    }
}
