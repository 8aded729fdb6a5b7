/// A run of elements in one of an `EventBatch`'s shared buffers (levels, resting orders).
public struct IndexRange: Sendable, BitwiseCopyable {
    /// The first element.
    public var start: Int32
    /// How many elements.
    public var count: Int32

    /// Makes a range.
    @inlinable
    public init(start: Int, count: Int) {
        self.start = Int32(truncatingIfNeeded: start)
        self.count = Int32(truncatingIfNeeded: count)
    }

    /// No elements.
    public static let empty = IndexRange(start: 0, count: 0)

    /// The range as indices.
    @inlinable public var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
