import CRdkafka

/// The single owner of a consumer's queue; it retains the client, which must outlive it.
final class ConsumerQueue: @unchecked Sendable {
    let pointer: OpaquePointer
    private let client: ClientHandle

    init(of client: ClientHandle) {
        self.client = client
        pointer = rd_kafka_queue_get_consumer(client.pointer)
    }

    deinit { rd_kafka_queue_destroy(pointer) }
}
