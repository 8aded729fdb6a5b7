/// Where a service gets the time from: the system, or a test.
public struct WallClock: Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var now: @Sendable () -> Int64

    /// Makes a clock.
    public init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// The system's clock.
    public static let system = WallClock { SystemClock.now() }
}
