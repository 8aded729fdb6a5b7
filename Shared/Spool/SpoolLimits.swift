/// The bounds of one spool, in bytes.
struct SpoolLimits: Sendable, Equatable {
    /// All files together, including the space reserved for frames already received.
    var totalBytes: Int
    /// One file; disk space is allocated and freed in files.
    var segmentBytes = defaultSegmentBytes
    /// The largest record, with key and headers, that the Kafka client accepts.
    var recordBytes = defaultRecordBytes

    static let defaultSegmentBytes = 32 << 20
    static let defaultRecordBytes = 16 << 20
    /// A spool needs at least one file to drain and one to fill.
    static let minimumSegments = 2

    /// The maximum number of files.
    var segments: Int { max(Self.minimumSegments, totalBytes / segmentBytes) }

    /// How much of the newest file may be used before the next one is prepared. The rest is reserved for frames already
    /// received when there is no next file.
    var readyBytes: Int { segmentBytes / 4 }
}
