public import JSON

/// An invalid entry in an otherwise valid list.
public struct OddEntry: Sendable {
    /// The byte range of the entry in its frame.
    public var range: Range<Int>
    /// What is wrong with it.
    public var error: DecodeError

    /// `range` is relative to the start of the frame.
    public init(range: Range<Int>, error: DecodeError) {
        self.range = range
        self.error = error
    }

    /// The maximum number of invalid entries per frame. A list with more probably has an unknown format and is refused as a
    /// whole.
    public static let limit = 100
}
