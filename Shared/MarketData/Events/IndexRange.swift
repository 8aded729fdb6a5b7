/// A range of elements in a shared buffer of an `EventBatch` (levels, resting orders).
public struct IndexRange: Sendable, BitwiseCopyable {
    /// The first element.
    public var start: Int32
    /// The number of elements.
    public var count: Int32

    /// Both values must fit 32 bits; larger ones are truncated.
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
