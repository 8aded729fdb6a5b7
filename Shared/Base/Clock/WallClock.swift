/// The source of time for a service: the system, or a test.
public struct WallClock: Sendable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var now: @Sendable () -> Int64

    /// `now` returns nanoseconds since 1970, UTC, and may be called on any thread.
    public init(now: @escaping @Sendable () -> Int64) { self.now = now }

    /// The system's clock.
    public static let system = WallClock { SystemClock.now() }
}
