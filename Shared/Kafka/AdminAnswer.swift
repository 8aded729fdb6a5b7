import CRdkafka

/// The single owner of the event that answers an administrative request.
struct AdminAnswer: ~Copyable {
    let pointer: OpaquePointer

    deinit { rd_kafka_event_destroy(pointer) }

    /// The failure of the whole request, if it failed.
    var failure: KafkaFailure? {
        let code = rd_kafka_event_error(pointer)
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return KafkaFailure(code, reason: rd_kafka_event_error_string(pointer).map { String(cString: $0) })
    }

    func check(_ operation: String) throws(KafkaError) {
        if let failure { throw .failed(operation, failure) }
    }
}
