/// Counts since a producer was created, in records unless stated otherwise.
public struct KafkaProducerCounters: Sendable, Hashable {
    /// Accepted into the queue.
    public let produced: Int
    /// The size of their values in bytes.
    public let producedBytes: Int
    /// Acknowledged by all in-sync replicas.
    public let acknowledged: Int
    /// Given up.
    public let failed: Int
    /// The number of calls that had to wait for room in the queue.
    public let queueFullWaits: Int
    /// Queued or sent, but not acknowledged yet.
    public let inFlight: Int
}
