import Kafka

/// Decides whether a member that has lost its name in the group to another member joins again.
///
/// Kafka reports this to a member when another member with the same name has joined. It also reports it to a member whose own
/// request to join arrived twice, because the connection broke before the answer
/// (https://github.com/confluentinc/librdkafka/issues/3437). The second case resolves itself. Two members that really have the
/// same name would take the partitions from each other for ever, so a member that has lost its name too often ends.
public struct NameDispute {
    /// The maximum number of losses without a quiet period in between.
    static let limit = 5
    /// The quiet period after which earlier losses are forgotten, in nanoseconds.
    static let peaceNanoseconds: Int64 = 60_000_000_000

    private var losses = 0
    private var lastLoss = Int64.min

    /// It starts without losses.
    public init() {}

    /// Whether `error` reports a lost name. Only polling, or a client that has failed, reports it reliably: offsets of a
    /// session that the group has timed out are refused with the same error.
    public static func isLoss(_ error: any Error) -> Bool {
        guard case .failed(let operation, _, _, let failure)? = error as? KafkaError else { return false }
        return failure.isReplacedMember && (operation == "poll" || failure.isFatal)
    }

    /// Records a loss.
    ///
    /// - Parameter now: nanoseconds since 1970.
    /// - Returns: whether to join again.
    public mutating func lost(at now: Int64) -> Bool {
        if losses > 0, now - lastLoss > Self.peaceNanoseconds { losses = 0 }
        losses += 1
        lastLoss = now
        return losses <= Self.limit
    }
}
