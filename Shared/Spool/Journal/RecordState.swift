/// The state of a record in the spool.
enum RecordState: UInt8 {
    /// Kafka has not acknowledged it. The next process that opens the spool publishes it again.
    case pending = 0
    /// All in-sync replicas have acknowledged it.
    case acknowledged = 1
    /// Kafka refused the record because of its size. It was counted as lost.
    case refused = 2
}
