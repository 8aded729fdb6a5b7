import CPrometheus

/// A number that rises and falls; setting it is one call, from any thread.
public struct Gauge: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Keeps the registry, and so the gauge, alive.
    let owner: MetricsRegistry

    /// Sets the number.
    public func set(_ value: Double) { tapedeck_gauge_set(pointer, value) }

    /// Sets the number.
    public func set(_ value: Int) { tapedeck_gauge_set(pointer, Double(value)) }

    /// Adds `amount`, which may be negative.
    public func add(_ amount: Double) { tapedeck_gauge_add(pointer, amount) }

    /// The number now.
    public var value: Double { tapedeck_gauge_value(pointer) }
}
