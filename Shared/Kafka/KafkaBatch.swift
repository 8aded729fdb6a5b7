import CRdkafka

/// The records of one poll, in order within each partition. They are valid as long as the batch.
public struct KafkaBatch: ~Copyable {
    private let messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>>
    private let topics: TopicNames
    // Retains the client: librdkafka's messages must be destroyed before it.
    private let client: ClientHandle
    /// The partitions whose end was reached while polling; only with ``KafkaConsumerConfig/reportsEnds``.
    public let ends: [KafkaPosition]

    init(
        taking messages: UnsafeMutableBufferPointer<UnsafeMutablePointer<rd_kafka_message_t>>, ends: [KafkaPosition],
        topics: TopicNames, client: ClientHandle
    ) {
        self.messages = messages
        self.ends = ends
        self.topics = topics
        self.client = client
    }

    deinit {
        for message in messages { rd_kafka_message_destroy(message) }
        messages.baseAddress?.deallocate()
    }

    /// The number of records.
    public var count: Int { messages.count }

    /// Whether there are no records.
    public var isEmpty: Bool { messages.isEmpty }

    /// The record at `index`, counted from 0.
    public subscript(index: Int) -> KafkaRecord { KafkaRecord(message: messages[index], topics: topics) }

    /// Calls `body` with each record.
    public func forEach<Failure: Error>(_ body: (KafkaRecord) throws(Failure) -> Void) throws(Failure) {
        for message in messages { try body(KafkaRecord(message: message, topics: topics)) }
    }

    /// Where to continue after the batch, one position per partition: commit these after processing it.
    public func nextPositions() -> [KafkaPosition] {
        var next: [KafkaPosition] = []
        var topic: OpaquePointer?
        var index = -1
        for message in messages {
            let record = message.pointee
            if record.rkt != topic || index < 0 || next[index].partition != record.partition {
                topic = record.rkt
                let name = topics.name(of: topic)
                index = next.firstIndex { $0.topic == name && $0.partition == record.partition } ?? next.count
                if index == next.count { next.append(KafkaPosition(topic: name, partition: record.partition)) }
            }
            next[index].offset = record.offset + 1
        }
        return next
    }
}
