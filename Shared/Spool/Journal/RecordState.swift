/// What has become of a record of the spool.
enum RecordState: UInt8 {
    /// Kafka has not acknowledged it: it is published again by whoever opens the spool.
    case pending = 0
    /// All in-sync replicas have it.
    case acknowledged = 1
    /// Kafka refused the record itself, for its size; it was counted as lost.
    case refused = 2
}
