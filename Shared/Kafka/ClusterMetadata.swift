import CRdkafka

/// The single owner of librdkafka's description of brokers and topics.
struct ClusterMetadata: ~Copyable {
    let pointer: UnsafePointer<rd_kafka_metadata>

    deinit { rd_kafka_metadata_destroy(pointer) }

    /// Throws the brokers' error for one topic, if there is one.
    func check(_ name: String) throws(KafkaError) {
        for index in 0..<Int(pointer.pointee.topic_cnt) {
            let topic = pointer.pointee.topics[index]
            guard String(cString: topic.topic) == name else { continue }
            try ClientHandle.check(topic.err, "describe", topic: name)
        }
    }

    /// The topics, copied.
    func topics() -> [KafkaTopicDescription] {
        (0..<Int(pointer.pointee.topic_cnt)).map { index in
            let topic = pointer.pointee.topics[index]
            let partitions = (0..<Int(topic.partition_cnt)).map { index in
                let partition = topic.partitions[index]
                return KafkaTopicDescription.Partition(
                    id: partition.id, leader: partition.leader,
                    replicas: Array(UnsafeBufferPointer(start: partition.replicas, count: Int(partition.replica_cnt))),
                    inSync: Array(UnsafeBufferPointer(start: partition.isrs, count: Int(partition.isr_cnt))))
            }
            return KafkaTopicDescription(
                name: String(cString: topic.topic), partitions: partitions.sorted { $0.id < $1.id })
        }
    }
}
