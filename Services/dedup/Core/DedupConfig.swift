public import Runtime

/// The section `dedup`.
public struct DedupConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "dedup"

    /// The consumer group; members share the partitions.
    public var group: String
    /// How often offsets are committed, in milliseconds.
    public var commitMilliseconds: Int
    /// The bounds of what is kept.
    public var limits: DedupLimits

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        group = try section.string(
            "group", default: "tapedeck-dedup", "The consumer group; members share the partitions.")
        commitMilliseconds = try section.integer(
            "commit_milliseconds", default: 500, in: 10...60_000, "How often offsets are committed.")
        limits = DedupLimits(
            holdNanoseconds: Int64(
                try section.integer(
                    "hold_milliseconds", default: 50, in: 0...10_000,
                    "How long a document waits for the ones before it to come from another source.")) * 1_000_000,
            heldPerChannel: try section.integer(
                "held_per_channel", default: 1000, in: 1...1_000_000, "Documents of one channel that wait at most."),
            identitiesPerChannel: try section.integer(
                "identities_per_channel", default: 10_000, in: 1...10_000_000,
                "Identities of one channel without sequence ids that are remembered."),
            takeOverNanoseconds: Int64(
                try section.integer(
                    "take_over_milliseconds", default: 5000, in: 100...3_600_000,
                    "How long the elected source of a channel without sequence ids may be silent.")) * 1_000_000)
    }
}
