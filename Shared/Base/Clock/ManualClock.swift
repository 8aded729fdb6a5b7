import Synchronization

/// A clock that stands still until it is moved, for tests.
public final class ManualClock: Sendable {
    private let time: Atomic<Int64>

    /// Makes a clock that shows `nanoseconds` since 1970.
    public init(nanoseconds: Int64 = 0) { time = Atomic(nanoseconds) }

    /// What the clock shows; set it to move it.
    public var nanoseconds: Int64 {
        get { time.load(ordering: .relaxed) }
        set { time.store(newValue, ordering: .relaxed) }
    }

    /// Moves the clock on.
    public func advance(milliseconds: Int64) { time.add(milliseconds * 1_000_000, ordering: .relaxed) }

    /// The clock as services take it.
    public var wallClock: WallClock { WallClock { self.nanoseconds } }
}
