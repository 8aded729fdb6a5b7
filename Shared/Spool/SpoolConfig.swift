public import Runtime

/// The section `spool`: where a service keeps unacknowledged records.
public struct SpoolConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "spool"

    /// The smallest spool in mebibytes: one file to drain and one to fill.
    static let minimumMegabytes = SpoolLimits.minimumSegments * SpoolLimits.defaultSegmentBytes >> 20

    /// The folder with a subfolder for each venue and source; empty for no spool.
    public var directory: String
    /// The disk space of each spool in mebibytes; 0 for no spool.
    public var megabytes: Int

    /// The size of one file in bytes. Disk space is allocated and freed in files. This is not a configuration key, because 32
    /// MiB suit all uses.
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

    /// An empty `directory` or 0 `megabytes` turns the spool off.
    public init(directory: String, megabytes: Int = 1024) {
        self.directory = directory
        self.megabytes = megabytes
    }

    /// Whether a spool is configured.
    public var isOn: Bool { !directory.isEmpty && megabytes > 0 }

    /// The bounds of one spool.
    var limits: SpoolLimits { SpoolLimits(totalBytes: megabytes << 20, segmentBytes: segmentBytes) }
}
