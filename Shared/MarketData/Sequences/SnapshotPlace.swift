/// Where a snapshot stands. The venue's decoder says it; of a change it says nothing.
public enum SnapshotPlace: UInt8, Sendable, Hashable, CaseIterable, BitwiseCopyable {
    /// Inside the stream of changes, which goes on from it.
    case inStream
    /// Beside the stream, taken by a request: it may lie before or after the changes around it and is bridged to them.
    case beside
}
