/// The command line is wrong; the process ends with 64.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var description: String

    /// Makes an error.
    public init(_ description: String) { self.description = description }
}
