import Kafka

/// Whether a member of a group that was told that another has taken its name joins anew.
///
/// Kafka says so to a member whose place another of the same name has taken, and also to one whose own request to join
/// came twice, since the line broke before the answer (https://github.com/confluentinc/librdkafka/issues/3437). The
/// second passes. Two that truly have one name would take the partitions from each other for ever, so the one that has
/// lost its place too often ends.
public struct NameDispute {
    /// How often a member joins anew without a time of peace in between.
    static let limit = 5
    /// How long a member must have had its place for what was before to be forgotten, in nanoseconds.
    static let peaceNanoseconds: Int64 = 60_000_000_000

    private var losses = 0
    private var lastLoss = Int64.min

    /// Nothing has happened.
    public init() {}

    /// Whether `error` says that the place was lost. Only polling, or a client that has given up, tells that for sure:
    /// offsets of a session that the group has timed out are refused in the same words.
    public static func isLoss(_ error: any Error) -> Bool {
        guard case .failed(let operation, _, _, let failure)? = error as? KafkaError else { return false }
        return failure.isReplacedMember && (operation == "poll" || failure.isFatal)
    }

    /// Notes a loss.
    ///
    /// - Parameter now: nanoseconds since 1970.
    /// - Returns: whether to join anew.
    public mutating func lost(at now: Int64) -> Bool {
        if losses > 0, now - lastLoss > Self.peaceNanoseconds { losses = 0 }
        losses += 1
        lastLoss = now
        return losses <= Self.limit
    }
}
