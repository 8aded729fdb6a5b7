import Synchronization

/// A clock for tests that only moves when it is set.
public final class ManualClock: Sendable {
    private let time: Atomic<Int64>

    /// Starts at `nanoseconds` since 1970.
    public init(nanoseconds: Int64 = 0) { time = Atomic(nanoseconds) }

    /// The time in nanoseconds since 1970; set it to move the clock.
    public var nanoseconds: Int64 {
        get { time.load(ordering: .relaxed) }
        set { time.store(newValue, ordering: .relaxed) }
    }

    /// Moves the clock forward.
    public func advance(milliseconds: Int64) { time.add(milliseconds * 1_000_000, ordering: .relaxed) }

    /// The clock in the form that services use.
    public var wallClock: WallClock { WallClock { self.nanoseconds } }
}
