/// What a producer has done since it was made, in records unless said otherwise.
public struct KafkaProducerCounters: Sendable, Hashable {
    /// Accepted into the queue.
    public let produced: Int
    /// Their values, in bytes.
    public let producedBytes: Int
    /// Acknowledged by all in-sync replicas.
    public let acknowledged: Int
    /// Given up.
    public let failed: Int
    /// Calls that had to wait for room in the queue.
    public let queueFullWaits: Int
    /// Queued or on their way.
    public let inFlight: Int
}
