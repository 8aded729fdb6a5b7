import CRdkafka

/// A broker inside this process: librdkafka's mock cluster, listening on free ports of 127.0.0.1.
///
/// For demonstrations and tests only. It keeps its records in memory, about 5 MB a partition (the oldest go first, read
/// or not), knows no transactions' isolation, no compaction, no retention by time, and is gone with the process.
public final class EmbeddedBroker: @unchecked Sendable {
    private let client: ClientHandle
    private let cluster: OpaquePointer
    /// Where it listens: `host:port`, several separated by commas.
    public let bootstrapServers: String

    /// Starts as many brokers as told.
    public init(brokers: Int = 1) throws(KafkaError) {
        // The mock cluster needs a client to belong to; the client itself is never connected anywhere.
        let settings = try ClientSettings(KafkaConfig(bootstrapServers: "127.0.0.1:1"), [], reserved: [:])
        client = try ClientHandle(RD_KAFKA_PRODUCER, settings, context: ClientContext(onEvent: { _ in }))
        guard let cluster = rd_kafka_mock_cluster_new(client.pointer, Int32(clamping: max(1, brokers))) else {
            throw .failed("embedded broker", KafkaFailure(rd_kafka_last_error(), reason: "no port to listen on"))
        }
        self.cluster = cluster
        bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    deinit { rd_kafka_mock_cluster_destroy(cluster) }

    /// Makes a topic. One that exists is refused with `TOPIC_ALREADY_EXISTS`; one that nobody made comes into being with
    /// four partitions when a producer or a consumer asks for it.
    public func createTopic(_ name: String, partitions: Int) throws(KafkaError) {
        try ClientHandle.check(
            rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1), "create topic", topic: name)
    }

    /// Takes a broker (counted from 1) off the net or brings it back: for tests of what its absence does.
    public func setBroker(_ id: Int32 = 1, isUp: Bool) throws(KafkaError) {
        try ClientHandle.check(
            isUp ? rd_kafka_mock_broker_set_up(cluster, id) : rd_kafka_mock_broker_set_down(cluster, id),
            "embedded broker")
    }

    /// Answers the next requests of a producer with errors, one each: for tests of what a broker's refusal does.
    public func refuseNext(_ refusals: [Refusal]) {
        for refusal in refusals {
            let (request, code) = refusal.answer
            rd_kafka_mock_push_request_errors_array(cluster, request, 1, [code])
        }
    }

    /// Why a broker refuses a producer's request.
    public enum Refusal: Sendable {
        /// The client has no right to write to the topic.
        case notAuthorized
        /// A record is larger than the topic allows.
        case tooLarge
        /// The client has no right to be idempotent, after which it is of no use.
        case notIdempotent
        /// The records before these are unknown to the broker, after which the client is of no use.
        case outOfOrder

        /// The request's number in Kafka's protocol (Produce, InitProducerId), and the answer.
        var answer: (request: Int16, code: rd_kafka_resp_err_t) {
            switch self {
            case .notAuthorized: (0, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED)
            case .tooLarge: (0, RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE)
            case .outOfOrder: (0, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER)
            case .notIdempotent: (22, RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED)
            }
        }
    }
}
