import CRdkafka

/// The single owner of a librdkafka client and of the context of its callbacks.
///
/// librdkafka's clients may be used from any thread. Topics and batches retain the handle, so the client is destroyed after
/// them, as librdkafka requires.
final class ClientHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let context: ClientContext

    init(_ type: rd_kafka_type_t, _ settings: borrowing ClientSettings, context: ClientContext) throws(KafkaError) {
        self.context = context
        pointer = try settings.makeClient(type, context: context)
    }

    deinit {
        // A closed consumer is not closed again; an unclosed one must not block here and wait for its broker.
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Throws unless `code` means success.
    static func check(
        _ code: rd_kafka_resp_err_t, _ operation: String, topic: String? = nil, partition: Int32? = nil
    ) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw .failed(operation: operation, topic: topic, partition: partition, KafkaFailure(code))
    }

    /// Throws unless `code` means success; if the client has failed permanently, the error has the original cause.
    func check(_ code: rd_kafka_resp_err_t, _ operation: String) throws(KafkaError) {
        if code == RD_KAFKA_RESP_ERR__FATAL, let failure = ClientContext.fatalFailure(of: pointer) {
            throw .failed(operation, failure)
        }
        try Self.check(code, operation)
    }

    /// Throws if there is an error object, and destroys it.
    static func check(consuming error: OpaquePointer?, _ operation: String) throws(KafkaError) {
        guard let error else { return }
        throw .failed(operation, KafkaFailure(consuming: error))
    }
}
