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
    /// As long as a broker takes to acknowledge, or longer: an idempotent producer has one batch of a partition in flight,
    /// since librdkafka (2.0 to 2.15) compares the number of records in flight with its limit of five requests
    /// (rdkafka_broker.c, rd_kafka_toppar_producer_serve). Where it is not patched (scripts/librdkafka), a batch whose
    /// wait is over meanwhile makes its thread poll without pause until the acknowledgement, which costs everybody else
    /// more than it gains: 10,000 frames/s through three services on two cores, half within 62 ms at 1, 40 at 2, 25 at 3
    /// and 5; 99 % within 881, 836, 487 and 450.
    public var lingerMilliseconds: Double
    /// Most records that wait for the broker before `produce` waits too.
    public var queueMaxRecords: Int
    /// Most bytes, in kibibytes, that wait for the broker before `produce` waits too.
    public var queueMaxKilobytes: Int
    /// Largest record in bytes, key and headers included; the topic's `max.message.bytes` must allow it too.
    public var maxRecordBytes: Int
    /// How long a record may wait for its acknowledgement before it is reported as failed; nil for ever (librdkafka
    /// bounds it by the transaction timeout for transactional producers).
    public var deliveryTimeoutMilliseconds: Int?
    /// Makes the producer transactional and fences older ones of the same id.
    public var transactionalID: String?
    /// How long a transaction may stay open before the broker aborts it.
    public var transactionTimeoutMilliseconds: Int

    /// 16 MiB, which a frame may have, and room for its headers and for those that a dead letter adds. Our topics take 17 MiB.
    public static let largestRecord = 16 * 1_048_576 + 512 * 1024

    /// Describes a producer.
    public init(
        kafka: KafkaConfig, compression: Compression = .lz4, lingerMilliseconds: Double = 5,
        queueMaxRecords: Int = 100_000, queueMaxKilobytes: Int = 65_536, maxRecordBytes: Int = largestRecord,
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
