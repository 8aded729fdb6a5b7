import CRdkafka

/// A topic that a producer has looked up once, so that its name is not looked up for each record.
public final class KafkaTopic: @unchecked Sendable {
    /// Its name.
    public let name: String
    let pointer: OpaquePointer
    let client: ClientHandle

    init(_ name: String, of client: ClientHandle) throws(KafkaError) {
        guard let pointer = rd_kafka_topic_new(client.pointer, name, nil) else {
            throw .failed(operation: "topic", topic: name, partition: nil, KafkaFailure(rd_kafka_last_error()))
        }
        self.name = name
        self.pointer = pointer
        self.client = client
    }

    deinit { rd_kafka_topic_destroy(pointer) }
}
