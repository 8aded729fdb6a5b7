/// What numbers say of a document that comes behind a stream.
public enum SequenceJudgement: Sendable, Hashable {
    /// It is what comes next.
    case continues
    /// The stream holds it already.
    case repeats
    /// These numbers are missing before it.
    case misses(ClosedRange<Int64>)
}
