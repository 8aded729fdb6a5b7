/// A run of bytes in an `EventBatch`'s text; ids and names travel so, without a String each.
public struct TextRange: Sendable, BitwiseCopyable {
    /// The first byte.
    public var offset: Int32
    /// How many bytes.
    public var count: Int32

    /// Makes a range; `EventBatch.addText` gives them out.
    @inlinable
    public init(offset: Int32, count: Int32) {
        self.offset = offset
        self.count = count
    }

    /// No text.
    public static let empty = TextRange(offset: 0, count: 0)

    /// Whether there is no text.
    @inlinable public var isEmpty: Bool { count == 0 }
}
