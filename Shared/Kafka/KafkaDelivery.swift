import CRdkafka

/// A record that all in-sync replicas have acknowledged.
public struct KafkaDelivery: Sendable, Hashable {
    /// The number that was passed to `produce`.
    public let tag: UInt
    /// The partition that holds the record.
    public let partition: Int32
    /// Its offset there; -1001 if the broker did not return it (an idempotent retry).
    public let offset: Int64
}

/// A record that could not be published. It is not retried: the caller decides.
public struct KafkaDeliveryFailure: Sendable, Hashable, CustomStringConvertible {
    /// The number that was passed to `produce`.
    public let tag: UInt
    /// The topic.
    public let topic: String
    /// The partition; -1 if none was chosen yet.
    public let partition: Int32
    /// The record's key as text.
    public let key: String
    /// The length of its value in bytes.
    public let valueBytes: Int
    /// Whether the record may be in the log although it was not acknowledged.
    public let isPossiblyPersisted: Bool
    /// The reason.
    public let failure: KafkaFailure

    init(_ message: UnsafePointer<rd_kafka_message_t>, tag: UInt) {
        let record = message.pointee
        self.tag = tag
        topic = String(cString: rd_kafka_topic_name(record.rkt))
        partition = record.partition
        key = String(decoding: UnsafeRawBufferPointer(start: record.key, count: record.key_len), as: UTF8.self)
        valueBytes = record.len
        isPossiblyPersisted = rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_POSSIBLY_PERSISTED
        failure = KafkaFailure(record.err)
    }

    /// One line for the log.
    public var description: String { "\(topic)[\(partition)] key \(key), \(valueBytes) bytes: \(failure)" }
}
