/// The settings of a producer. Idempotence, acknowledgement by all in-sync replicas and Java's partitioner are not optional.
public struct KafkaProducerConfig: Sendable, Hashable {
    /// How a batch of records is compressed.
    public enum Compression: String, Sendable, Hashable, CaseIterable {
        /// No compression.
        case none
        /// Fast, for documents: about a fifth of JSON's size.
        case lz4
        /// Smaller and slower, for raw frames.
        case zstd
    }

    /// Brokers and name.
    public var kafka: KafkaConfig
    /// How a batch of records is compressed.
    public var compression: Compression
    /// How long a batch may wait for more records.
    ///
    /// It should be at least as long as a broker takes to acknowledge. An idempotent producer has one batch of a partition in
    /// flight, because librdkafka (2.0 to 2.15) compares the number of records in flight with its limit of five requests
    /// (rdkafka_broker.c, rd_kafka_toppar_producer_serve). Without our patch (scripts/librdkafka), a batch whose wait ends
    /// meanwhile makes its thread poll continuously until the acknowledgement. This costs all other threads more than it gains.
    /// With 10,000 frames/s through three services on two cores, half of the frames arrive within 62 ms at a wait of 1 ms, 40
    /// at 2, and 25 at 3 and 5; 99 % within 881, 836, 487 and 450.
    public var lingerMilliseconds: Double
    /// The maximum number of records in the queue before `produce` waits.
    public var queueMaxRecords: Int
    /// The maximum size of the queue in kibibytes before `produce` waits.
    public var queueMaxKilobytes: Int
    /// The maximum size of a record in bytes, including key and headers; the topic's `max.message.bytes` must allow it too.
    public var maxRecordBytes: Int
    /// How long a record may wait for its acknowledgement before it is reported as failed; nil for ever (for transactional
    /// producers librdkafka limits it to the transaction timeout).
    public var deliveryTimeoutMilliseconds: Int?
    /// Makes the producer transactional and fences older producers with the same id.
    public var transactionalID: String?
    /// How long a transaction may stay open before the broker aborts it.
    public var transactionTimeoutMilliseconds: Int

    /// 16 MiB, the maximum of a frame, with room for its headers and for the headers of a dead letter. Our topics accept 17
    /// MiB.
    public static let largestRecord = 16 * 1_048_576 + 512 * 1024

    /// A `transactionalID` makes the producer transactional.
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

    /// The properties for librdkafka, in order.
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

    /// The properties that the user may not set, with the reason.
    static let reserved: [String: String] = [
        "enable.idempotence": "the producer is always idempotent", "acks": "all in-sync replicas acknowledge",
        "request.required.acks": "all in-sync replicas acknowledge",
        "partitioner": "keys go where Java clients put them (murmur2_random)",
        "transactional.id": "set transactionalID", "bootstrap.servers": "set bootstrapServers",
        "metadata.broker.list": "set bootstrapServers", "client.id": "set clientID",
    ]
}
