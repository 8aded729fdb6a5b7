import CPrometheus

/// How often values fell into which range; may be called from any thread.
public struct Histogram: @unchecked Sendable {
    let pointer: OpaquePointer
    /// Keeps the registry, and so the histogram, alive.
    let owner: MetricsRegistry

    /// Upper ends for durations in seconds: 100 µs to 10 s.
    public static let secondsBounds = [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// Bounds in seconds for a latency with a budget of some ten milliseconds: finer than those above from 5 to 100 ms.
    public static let latencyBounds = [
        0.001, 0.0025, 0.005, 0.0075, 0.01, 0.0125, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.25,
        0.5, 1, 2.5, 5, 10,
    ]

    /// Counts one value, in the unit of the histogram's name.
    public func observe(_ value: Double) { tapedeck_histogram_observe(pointer, value) }
}
