public import JSON

/// An entry of a list that could not be understood, while the others could.
public struct OddEntry: Sendable {
    /// Where the entry stands in its frame, in bytes.
    public var range: Range<Int>
    /// What is wrong with it.
    public var error: DecodeError

    /// Names an entry.
    public init(range: Range<Int>, error: DecodeError) {
        self.range = range
        self.error = error
    }

    /// The odd entries of one frame at most; a list with more has another form than the one that is known, and is odd as a
    /// whole.
    public static let limit = 100
}
