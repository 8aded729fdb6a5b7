/// A point in time: nanoseconds since 1970-01-01T00:00:00Z, as everywhere in Tapedeck.
public struct Timestamp: Sendable, Hashable, Comparable, BitwiseCopyable {
    /// Nanoseconds since 1970, UTC.
    public var nanoseconds: Int64

    /// Takes nanoseconds since 1970, UTC.
    @inlinable
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Takes microseconds since 1970, UTC; nil outside of 1677…2262.
    @inlinable
    public init?(microseconds: Int64) {
        let (product, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return nil }
        nanoseconds = product
    }

    /// Takes milliseconds since 1970, UTC; nil outside of 1677…2262.
    @inlinable
    public init?(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        guard !overflow else { return nil }
        nanoseconds = product
    }

    /// Nanoseconds from another timestamp to this one, clamped to the range of `Int64`, because external times may have any
    /// value.
    @inlinable
    public func nanoseconds(since other: Timestamp) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        guard overflow else { return difference }
        return nanoseconds < other.nanoseconds ? .min : .max
    }

    /// Earlier is less.
    @inlinable
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.nanoseconds < right.nanoseconds }
}
