/// How a producer works. Idempotence, acknowledgement by all in-sync replicas and Java's partitioner are not options.
public struct KafkaProducerConfig: Sendable, Hashable {
    /// How a batch of records is packed.
    public enum Compression: String, Sendable, Hashable, CaseIterable {
        /// Not at all.
        case none
        /// Quick, for documents: about a fifth of JSON's size.
        case lz4
        /// Smaller and slower, for raw frames.
        case zstd
    }

    /// Brokers and name.
    public var kafka: KafkaConfig
    /// How a batch of records is packed.
    public var compression: Compression
    /// How long a batch may wait for more records.
    ///
    /// Not below 5: librdkafka 2.0 waits in whole milliseconds, so under a steady trickle a shorter wait makes its thread
    /// spin, which on two cores cost everybody else more than it gained (5,000 records/s through three services: half
    /// within 328 ms at 1 ms, 311 at 0, 40 at 5).
    public var lingerMilliseconds: Double
    /// Most records that wait for the broker before `produce` waits too.
    public var queueMaxRecords: Int
    /// Most bytes, in kibibytes, that wait for the broker before `produce` waits too.
    public var queueMaxKilobytes: Int
    /// Largest record in bytes; the topic's `max.message.bytes` must allow it too.
    public var maxRecordBytes: Int
    /// How long a record may wait for its acknowledgement before it is reported as failed; nil for ever (librdkafka
    /// bounds it by the transaction timeout for transactional producers).
    public var deliveryTimeoutMilliseconds: Int?
    /// Makes the producer transactional and fences older ones of the same id.
    public var transactionalID: String?
    /// How long a transaction may stay open before the broker aborts it.
    public var transactionTimeoutMilliseconds: Int

    /// Describes a producer.
    public init(
        kafka: KafkaConfig, compression: Compression = .lz4, lingerMilliseconds: Double = 5,
        queueMaxRecords: Int = 100_000, queueMaxKilobytes: Int = 65_536, maxRecordBytes: Int = 16 * 1_048_576,
        deliveryTimeoutMilliseconds: Int? = nil, transactionalID: String? = nil,
        transactionTimeoutMilliseconds: Int = 60_000
    ) {
        self.kafka = kafka
        self.compression = compression
        self.lingerMilliseconds = lingerMilliseconds
        self.queueMaxRecords = queueMaxRecords
        self.queueMaxKilobytes = queueMaxKilobytes
        self.maxRecordBytes = maxRecordBytes
        self.deliveryTimeoutMilliseconds = deliveryTimeoutMilliseconds
        self.transactionalID = transactionalID
        self.transactionTimeoutMilliseconds = transactionTimeoutMilliseconds
    }

    /// What librdkafka is told, in order.
    var properties: [(String, String)] {
        var properties = [
            ("enable.idempotence", "true"), ("acks", "all"), ("partitioner", "murmur2_random"),
            ("compression.codec", compression.rawValue), ("linger.ms", "\(lingerMilliseconds)"),
            ("queue.buffering.max.messages", "\(queueMaxRecords)"),
            ("queue.buffering.max.kbytes", "\(queueMaxKilobytes)"), ("message.max.bytes", "\(maxRecordBytes)"),
        ]
        if let transactionalID {
            properties += [
                ("transactional.id", transactionalID), ("transaction.timeout.ms", "\(transactionTimeoutMilliseconds)"),
            ]
            if let deliveryTimeoutMilliseconds {
                properties.append(("message.timeout.ms", "\(deliveryTimeoutMilliseconds)"))
            }
        } else {
            properties.append(("message.timeout.ms", "\(deliveryTimeoutMilliseconds ?? 0)"))
        }
        return properties
    }

    /// What a pass-through property may not change, with the reason.
    static let reserved: [String: String] = [
        "enable.idempotence": "the producer is always idempotent", "acks": "all in-sync replicas acknowledge",
        "request.required.acks": "all in-sync replicas acknowledge",
        "partitioner": "keys go where Java clients put them (murmur2_random)",
        "transactional.id": "set transactionalID", "bootstrap.servers": "set bootstrapServers",
        "metadata.broker.list": "set bootstrapServers", "client.id": "set clientID",
    ]
}
