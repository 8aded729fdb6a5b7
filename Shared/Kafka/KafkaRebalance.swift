/// A change of a group member's partitions, reported inside a poll before it takes effect.
public struct KafkaRebalance: Sendable {
    /// What happens to the partitions.
    public enum Kind: Sendable, Hashable {
        /// They are assigned to this member. The handler may change the offsets of ``KafkaRebalance/partitions`` to start
        /// elsewhere than at the committed ones. State that belongs to the partitions is loaded here, before their first
        /// record.
        case assigned
        /// They go to another member: the handler finishes and commits its work for them.
        case revoked
        /// They are already lost (the session has timed out): nothing can be committed any more.
        case lost
    }

    /// What happens to the partitions.
    public let kind: Kind
    /// The assigned, revoked or lost partitions.
    public var partitions: [KafkaPosition]
    /// Whether only these partitions change (cooperative strategy), or these are all partitions (eager).
    public let isIncremental: Bool
}
