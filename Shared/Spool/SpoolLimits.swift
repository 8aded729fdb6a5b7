/// The bounds of one spool, in bytes.
struct SpoolLimits: Sendable, Equatable {
    /// The files together, what is kept free for frames on their way included.
    var totalBytes: Int
    /// One file; blocks of the disk are taken and given back by files.
    var segmentBytes = defaultSegmentBytes
    /// The largest record, with key and headers: what the Kafka client takes.
    var recordBytes = defaultRecordBytes

    static let defaultSegmentBytes = 32 << 20
    static let defaultRecordBytes = 16 << 20
    /// A spool is at least one file that is drained and one that is filled.
    static let minimumSegments = 2

    /// How many files there may be.
    var segments: Int { max(Self.minimumSegments, totalBytes / segmentBytes) }

    /// How much of the newest file may be used before the next is made ready. The rest of it is what frames that are on
    /// their way find when there is no next one.
    var readyBytes: Int { segmentBytes / 4 }
}
