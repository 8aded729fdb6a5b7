public import Runtime

/// The section `dedup`.
public struct DedupConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "dedup"

    /// The consumer group; members share the partitions.
    public var group: String
    /// This member's unique name within the group, which must stay the same after a restart; empty for the host's name.
    public var instance: String
    /// How often outputs, state and offsets are committed, in milliseconds.
    public var commitMilliseconds: Int
    /// The broker aborts a transaction of a dead member after this time in milliseconds; readers may wait for it that long.
    public var transactionTimeoutMilliseconds: Int
    /// The limits of dedup's memory.
    public var limits: DedupLimits

    /// The member's name in the consumer group.
    var memberName: String { ProcessEnvironment.memberName(instance) }

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        group = try section.string(
            "group", default: ServiceDeclaration.dedup.program, "The consumer group; members share the partitions.")
        instance = try section.string(
            "instance", default: "",
            "This member's name in the group, the same after a restart and no other's; the host's name where empty.")
        commitMilliseconds = try section.integer(
            "commit_milliseconds", default: 20, in: 1...10_000,
            "How often outputs, state and offsets are committed together.")
        transactionTimeoutMilliseconds = try section.integer(
            "transaction_timeout_milliseconds", default: 15_000, in: 1000...900_000,
            "How long an open transaction of a member that is gone may keep readers waiting.")
        limits = DedupLimits(
            holdNanoseconds: Int64(
                try section.integer(
                    "hold_milliseconds", default: 50, in: 0...10_000,
                    "How long a document waits for the ones before it to come from another source.")) * 1_000_000,
            lagNanoseconds: Int64(
                try section.integer(
                    "lag_milliseconds", default: 2000, in: 0...600_000,
                    "How long it waits at most for a source that is heard of but has not come so far.")) * 1_000_000,
            heldPerChannel: try section.integer(
                "held_per_channel", default: 1000, in: 1...1_000_000, "Documents of one channel that wait at most."),
            identitiesPerChannel: try section.integer(
                "identities_per_channel", default: 100_000, in: 1...10_000_000,
                "Identities of one channel without sequence ids that are remembered at most."),
            identityNanoseconds: Int64(
                try section.integer(
                    "identity_seconds", default: 300, in: 1...86_400,
                    "How long identities are remembered: how far one source may be behind another.")) * 1_000_000_000,
            takeOverNanoseconds: Int64(
                try section.integer(
                    "take_over_milliseconds", default: 5000, in: 100...3_600_000,
                    "How long the elected source of a channel without sequence ids may be silent.")) * 1_000_000,
            forgetNanoseconds: Int64(
                try section.integer(
                    "forget_hours", default: 168, in: 1...87_600,
                    "After how much silence a channel is forgotten: its instrument has expired.")) * 3_600_000_000_000)
    }
}
