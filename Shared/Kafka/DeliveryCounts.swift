import Synchronization

/// The delivery results of the records in one of a producer's two epochs.
///
/// ``KafkaProducer/mark()`` ends one epoch and begins the other. The epoch of a record is the highest bit of the number that
/// librdkafka returns with its delivery report.
final class DeliveryCounts: Sendable {
    /// The bit of records in the second epoch.
    static let epochBit: UInt = 1 << 63

    /// Queued, or about to be.
    let produced = Atomic<Int>(0)
    let acknowledged = Atomic<Int>(0)
    let failed = Atomic<Int>(0)

    /// Whether all produced records were acknowledged or given up.
    var areSettled: Bool {
        acknowledged.load(ordering: .acquiring) + failed.load(ordering: .acquiring)
            == produced.load(ordering: .acquiring)
    }
}
