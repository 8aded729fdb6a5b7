import CRdkafka

/// A broker inside this process: librdkafka's mock cluster, listening on free ports of 127.0.0.1.
///
/// It is only for demonstrations and tests. It keeps its records in memory, about 5 MB per partition; the oldest are removed
/// first, read or not. It has no transaction isolation, no compaction and no retention by time, and its records are lost with
/// the process.
public final class EmbeddedBroker: @unchecked Sendable {
    private let client: ClientHandle
    private let cluster: OpaquePointer
    /// Its address: `host:port`, several separated by commas.
    public let bootstrapServers: String

    /// Starts this number of brokers.
    public init(brokers: Int = 1) throws(KafkaError) {
        // The mock cluster must belong to a client; the client itself never connects.
        let settings = try ClientSettings(KafkaConfig(bootstrapServers: "127.0.0.1:1"), [], reserved: [:])
        client = try ClientHandle(RD_KAFKA_PRODUCER, settings, context: ClientContext(onEvent: { _ in }))
        guard let cluster = rd_kafka_mock_cluster_new(client.pointer, Int32(clamping: max(1, brokers))) else {
            throw .failed("embedded broker", KafkaFailure(rd_kafka_last_error(), reason: "no port to listen on"))
        }
        self.cluster = cluster
        bootstrapServers = String(cString: rd_kafka_mock_cluster_bootstraps(cluster))
    }

    deinit { rd_kafka_mock_cluster_destroy(cluster) }

    /// Creates a topic. An existing one is refused with `TOPIC_ALREADY_EXISTS`. A topic that was not created gets four
    /// partitions when a producer or a consumer requests it.
    public func createTopic(_ name: String, partitions: Int) throws(KafkaError) {
        try ClientHandle.check(
            rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1), "create topic", topic: name)
    }

    /// Disconnects a broker (counted from 1) from the network or reconnects it, for tests of its absence.
    public func setBroker(_ id: Int32 = 1, isUp: Bool) throws(KafkaError) {
        try ClientHandle.check(
            isUp ? rd_kafka_mock_broker_set_up(cluster, id) : rd_kafka_mock_broker_set_down(cluster, id),
            "embedded broker")
    }

    /// Answers the next requests of a producer with errors, one each, for tests of a broker's refusal.
    public func refuseNext(_ refusals: [Refusal]) {
        for refusal in refusals {
            let (request, code) = refusal.answer
            rd_kafka_mock_push_request_errors_array(cluster, request, 1, [code])
        }
    }

    /// Why a broker refuses a producer's request.
    public enum Refusal: Sendable {
        /// The client has no permission to write to the topic.
        case notAuthorized
        /// A record is larger than the topic allows.
        case tooLarge
        /// The client has no permission to be idempotent, and has failed permanently after that.
        case notIdempotent
        /// The broker does not know the records before these, and the client has failed permanently after that.
        case outOfOrder

        /// The request's number in Kafka's protocol (Produce, InitProducerId), and the error code of the answer.
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
