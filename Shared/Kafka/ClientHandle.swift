import CRdkafka

/// The one owner of a librdkafka client and of the context that its callbacks reach.
///
/// librdkafka's clients may be used from any thread. Topics and batches hold on to the handle, so it is destroyed after
/// them, as librdkafka demands.
final class ClientHandle: @unchecked Sendable {
    let pointer: OpaquePointer
    let context: ClientContext

    init(_ type: rd_kafka_type_t, _ settings: borrowing ClientSettings, context: ClientContext) throws(KafkaError) {
        self.context = context
        pointer = try settings.makeClient(type, context: context)
    }

    deinit {
        // A consumer that was closed is not closed again; one that was not must not block here for its broker.
        rd_kafka_destroy_flags(pointer, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
    }

    /// Throws unless `code` says that all went well.
    static func check(
        _ code: rd_kafka_resp_err_t, _ operation: String, topic: String? = nil, partition: Int32? = nil
    ) throws(KafkaError) {
        guard code != RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        throw .failed(operation: operation, topic: topic, partition: partition, KafkaFailure(code))
    }

    /// Throws unless `code` says that all went well; for a client that is beyond help, what made it so.
    func check(_ code: rd_kafka_resp_err_t, _ operation: String) throws(KafkaError) {
        if code == RD_KAFKA_RESP_ERR__FATAL, let failure = ClientContext.fatalFailure(of: pointer) {
            throw .failed(operation, failure)
        }
        try Self.check(code, operation)
    }

    /// Throws if there is an error object, which is destroyed.
    static func check(consuming error: OpaquePointer?, _ operation: String) throws(KafkaError) {
        guard let error else { return }
        throw .failed(operation, KafkaFailure(consuming: error))
    }
}
