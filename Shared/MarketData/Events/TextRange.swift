/// A range of bytes in an `EventBatch`'s text. Ids and names are stored this way, without a String for each.
public struct TextRange: Sendable, BitwiseCopyable {
    /// The first byte.
    public var offset: Int32
    /// The number of bytes.
    public var count: Int32

    /// Use `EventBatch.addText` to store a text and get its range.
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
