import CRdkafka

/// The single owner of a librdkafka partition list.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(_ positions: [KafkaPosition]) {
        pointer = rd_kafka_topic_partition_list_new(Int32(positions.count))
        for position in positions {
            rd_kafka_topic_partition_list_add(pointer, position.topic, position.partition).pointee.offset =
                position.offset
        }
    }

    /// Takes ownership of a list that librdkafka created.
    init(adopting pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) { self.pointer = pointer }

    deinit { rd_kafka_topic_partition_list_destroy(pointer) }

    /// The current contents of the list.
    var positions: [KafkaPosition] { Self.positions(of: pointer) }

    /// The first element that librdkafka has marked with an error.
    func check(_ operation: String) throws(KafkaError) {
        for index in 0..<Int(pointer.pointee.cnt) {
            let element = pointer.pointee.elems[index]
            try ClientHandle.check(
                element.err, operation, topic: String(cString: element.topic), partition: element.partition)
        }
    }

    static func positions(of list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> [KafkaPosition] {
        (0..<Int(list.pointee.cnt)).map { index in
            let element = list.pointee.elems[index]
            return KafkaPosition(
                topic: String(cString: element.topic), partition: element.partition, offset: element.offset)
        }
    }
}
