public import Runtime

/// The section `spool`: where a service keeps what Kafka has not acknowledged.
public struct SpoolConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "spool"

    /// The least that a spool may have, in mebibytes: a file that is drained and one that is filled.
    static let minimumMegabytes = SpoolLimits.minimumSegments * SpoolLimits.defaultSegmentBytes >> 20

    /// The folder below which every venue and source has one of its own; empty for no spool.
    public var directory: String
    /// How much each of them may take of the disk, in mebibytes; 0 for no spool.
    public var megabytes: Int

    /// One file of the spool, in bytes: the disk is taken and given back by files. Not a key: 32 MiB serve everyone.
    public var segmentBytes = SpoolLimits.defaultSegmentBytes

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        directory = try section.string(
            "directory", default: "./spool",
            "The folder of the spool, one inside it for each venue and source; empty for no spool.")
        megabytes = try section.integer(
            "megabytes", default: 1024, in: 0...1_048_576,
            "The most that the spool of one venue and source takes of the disk; 0 for no spool.")
        guard megabytes == 0 || megabytes >= Self.minimumMegabytes else {
            throw section.invalid(
                "megabytes", found: "'\(megabytes)'", allowed: "0, or at least \(Self.minimumMegabytes)")
        }
    }

    /// Describes a spool.
    public init(directory: String, megabytes: Int = 1024) {
        self.directory = directory
        self.megabytes = megabytes
    }

    /// Whether there is one at all.
    public var isOn: Bool { !directory.isEmpty && megabytes > 0 }

    /// The bounds of one spool.
    var limits: SpoolLimits { SpoolLimits(totalBytes: megabytes << 20, segmentBytes: segmentBytes) }
}
