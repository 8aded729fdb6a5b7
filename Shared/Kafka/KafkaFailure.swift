import CRdkafka

/// An error from librdkafka or the broker, and its consequences.
public struct KafkaFailure: Sendable, Hashable, CustomStringConvertible {
    /// librdkafka's error code: negative for its own errors, positive for the broker's.
    public let code: Int32
    /// The code's name, e.g. `_TRANSPORT` or `NOT_LEADER_FOR_PARTITION`.
    public let name: String
    /// The reason in words.
    public let reason: String
    /// Whether the client that reported it has become unusable and must be replaced.
    public let isFatal: Bool
    /// Whether the same call may succeed later without any change.
    public let isRetriable: Bool
    /// Whether the current transaction must be aborted before the producer is used again.
    public let requiresAbort: Bool

    /// `<reason> (<name>)`.
    public var description: String { "\(reason) (\(name))" }
}

extension KafkaFailure {
    /// Creates it from a code alone; `reason` replaces the code's general description.
    init(_ code: rd_kafka_resp_err_t, reason: String? = nil) {
        self.init(
            code: code.rawValue, name: String(cString: rd_kafka_err2name(code)),
            reason: reason ?? String(cString: rd_kafka_err2str(code)),
            isFatal: code == RD_KAFKA_RESP_ERR__FATAL || code == RD_KAFKA_RESP_ERR__FENCED,
            isRetriable: Self.retriable.contains(code.rawValue), requiresAbort: false)
    }

    /// Creates it from an error object, which is destroyed.
    init(consuming error: OpaquePointer) {
        defer { rd_kafka_error_destroy(error) }
        let code = rd_kafka_error_code(error)
        self.init(
            code: code.rawValue, name: String(cString: rd_kafka_error_name(error)),
            reason: String(cString: rd_kafka_error_string(error)),
            isFatal: rd_kafka_error_is_fatal(error) != 0 || code == RD_KAFKA_RESP_ERR__FENCED,
            isRetriable: rd_kafka_error_is_retriable(error) != 0 || Self.retriable.contains(code.rawValue),
            requiresAbort: rd_kafka_error_txn_requires_abort(error) != 0)
    }

    /// Whether another consumer of the same group and member name has taken this one's place.
    public var isReplacedMember: Bool {
        `is`(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID) || reason.contains("FENCED_INSTANCE_ID")
    }

    /// Whether the group has continued without this member: its partitions may belong to others, and its commits for them are
    /// refused. It joins again by polling.
    public var isFromOldGeneration: Bool {
        `is`(RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID) || `is`(RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION)
            || `is`(RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID) || `is`(RD_KAFKA_RESP_ERR__ASSIGNMENT_LOST)
    }

    /// Whether the broker rejects our password or certificate, or we reject its certificate.
    public var isAboutSecurity: Bool {
        `is`(RD_KAFKA_RESP_ERR__AUTHENTICATION) || `is`(RD_KAFKA_RESP_ERR__SSL)
            || `is`(RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED)
    }

    /// Whether the record itself is refused for its size or format: the same record fails again.
    public var refusesRecord: Bool { Self.aboutRecord.contains(code) }

    /// Whether the client was told to give the record up, by ``KafkaProducer/close(timeoutMilliseconds:)``.
    public var isGivenUp: Bool {
        code == RD_KAFKA_RESP_ERR__PURGE_QUEUE.rawValue || code == RD_KAFKA_RESP_ERR__PURGE_INFLIGHT.rawValue
    }

    /// Whether the code is `code`.
    func `is`(_ code: rd_kafka_resp_err_t) -> Bool { self.code == code.rawValue }

    /// Errors that resolve themselves: an unavailable broker, a leader or coordinator that moves, a topic that was not created
    /// yet.
    private static let retriable: Set<Int32> = Set(
        [
            RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__RESOLVE, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT,
            RD_KAFKA_RESP_ERR__QUEUE_FULL, RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__WAIT_CACHE,
            RD_KAFKA_RESP_ERR__RETRY, RD_KAFKA_RESP_ERR__IN_PROGRESS, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC,
            RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION, RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT,
            RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION, RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            RD_KAFKA_RESP_ERR_NOT_CONTROLLER, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_KAFKA_STORAGE_ERROR, RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
        ].map(\.rawValue))

    private static let aboutRecord: Set<Int32> = Set(
        [
            RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_MSG_SIZE, RD_KAFKA_RESP_ERR_INVALID_RECORD,
            RD_KAFKA_RESP_ERR_INVALID_TIMESTAMP,
        ].map(\.rawValue))
}
