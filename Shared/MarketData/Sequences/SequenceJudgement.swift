/// How the numbers of a document relate to the stream before it.
public enum SequenceJudgement: Sendable, Hashable {
    /// It continues the stream.
    case continues
    /// The stream already contains it.
    case repeats
    /// These numbers are missing before it.
    case misses(ClosedRange<Int64>)
}
