/// The place of a snapshot relative to the stream, set by the venue's decoder. It has no meaning for a change.
public enum SnapshotPlace: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Inside the stream of changes, which continues from it.
    case inStream
    /// Beside the stream, as the answer to a request: it may be older or newer than the changes around it and is bridged to
    /// them.
    case beside
}
