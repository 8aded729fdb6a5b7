/// A value that one thread sets once and another thread waits for.
package final class Promise<Value: Sendable>: @unchecked Sendable {
    private let condition = Condition()
    private var value: Value?

    package init() {}

    /// Sets the value.
    package func fulfil(_ value: Value) {
        condition.withLock {
            self.value = value
            condition.broadcast()
        }
    }

    /// Blocks this thread until the value is set.
    package func wait() -> Value {
        condition.withLock {
            while true {
                if let value { return value }
                condition.wait()
            }
        }
    }
}
