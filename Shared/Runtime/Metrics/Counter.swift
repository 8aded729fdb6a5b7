import CPrometheus

/// A number that only grows; counting is one call, from any thread.
public struct Counter: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Keeps the registry, and so the counter, alive.
    let owner: MetricsRegistry

    /// Adds one.
    public func increment() { tapedeck_counter_add(pointer, 1) }

    /// Adds `amount`, which is not negative.
    public func increment(by amount: Int) { tapedeck_counter_add(pointer, Double(amount)) }

    /// What has been counted.
    public var value: Double { tapedeck_counter_value(pointer) }
}
