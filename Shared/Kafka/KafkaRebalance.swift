/// A change of the partitions that a consumer of a group owns, told from inside a poll before it takes effect.
public struct KafkaRebalance: Sendable {
    /// What happens to the partitions.
    public enum Kind: Sendable, Hashable {
        /// They are ours from now on. The handler may change ``KafkaRebalance/partitions``' offsets to begin elsewhere
        /// than at the committed ones: state that belongs to them is loaded here, before their first record.
        case assigned
        /// They go to another member: the handler finishes and commits what it has of them.
        case revoked
        /// They have gone already (the session ran out): nothing can be committed any more.
        case lost
    }

    /// What happens to the partitions.
    public let kind: Kind
    /// Those that come or go.
    public var partitions: [KafkaPosition]
    /// Whether only these change and all others stay (cooperative strategy), or these are all that there are (eager).
    public let isIncremental: Bool
}
