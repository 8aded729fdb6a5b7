import Glibc

/// A value that one thread waits for and another gives, once.
final class Promise<Value: Sendable>: @unchecked Sendable {
    private let semaphore: UnsafeMutablePointer<sem_t>
    private let value = Guarded<Value?>(nil)

    init() {
        semaphore = .allocate(capacity: 1)
        sem_init(semaphore, 0, 0)
    }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func fulfil(_ value: Value) {
        self.value.withLock { $0 = value }
        sem_post(semaphore)
    }

    func wait() -> Value {
        while true {
            if let value = value.withLock({ $0 }) { return value }
            sem_wait(semaphore)
        }
    }
}
