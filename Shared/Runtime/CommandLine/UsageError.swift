/// The command line is wrong; the process exits with 64.
public struct UsageError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var description: String

    /// `description` is shown to the user.
    public init(_ description: String) { self.description = description }
}
