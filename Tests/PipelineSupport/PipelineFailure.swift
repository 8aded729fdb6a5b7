/// Something that did not come about in ample time, with what was seen instead.
public struct PipelineFailure: Error, CustomStringConvertible {
    /// What, in a sentence.
    public let what: String

    /// Makes a failure.
    public init(what: String) { self.what = what }

    /// The sentence.
    public var description: String { what }
}
