public import Runtime

/// The section `normalizer`.
public struct NormalizerConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "normalizer"

    /// The consumer group; the normalizers of a group share the venues' partitions.
    public var group: String
    /// This member's unique name within the group, which must stay the same after a restart; empty for the host's name.
    public var instance: String
    /// How often offsets are committed, in milliseconds.
    public var commitMilliseconds: Int
    /// The maximum number of records per poll.
    public var batchRecords: Int

    /// The member's name in the consumer group.
    var memberName: String { ProcessEnvironment.memberName(instance) }

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        group = try section.string(
            "group", default: ServiceDeclaration.normalizer.program, "The consumer group; members share the partitions."
        )
        instance = try section.string(
            "instance", default: "",
            "This member's name in the group, the same after a restart and no other's; the host's name where empty.")
        commitMilliseconds = try section.integer(
            "commit_milliseconds", default: 500, in: 10...60_000, "How often offsets are committed.")
        batchRecords = try section.integer(
            "batch_records", default: 2000, in: 1...100_000, "Records of one poll at most.")
    }
}
