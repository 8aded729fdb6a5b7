import Synchronization

/// What became of the records of one of a producer's two epochs.
///
/// ``KafkaProducer/mark()`` ends one epoch and begins the other. In which one a record was produced travels with it: the
/// highest bit of the number that librdkafka gives back with its delivery report.
final class DeliveryCounts: Sendable {
    /// The bit that says that a record is of the second epoch.
    static let epochBit: UInt = 1 << 63

    /// Queued, or about to be.
    let produced = Atomic<Int>(0)
    let acknowledged = Atomic<Int>(0)
    let failed = Atomic<Int>(0)

    /// Whether all that was produced is acknowledged or given up.
    var areSettled: Bool {
        acknowledged.load(ordering: .acquiring) + failed.load(ordering: .acquiring)
            == produced.load(ordering: .acquiring)
    }
}
