import Kafka
import MarketData
import Runtime

/// Finds where a transaction is open that nobody will end.
///
/// A coordinator of Kafka 4 (seen with 4.3.1) that ends a transaction while a partition of it has no leader writes that it
/// is done and leaves the marker out: it takes the partition for deleted
/// (`TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue`, to which `KRaftMetadataCache.getPartitionLeaderEndpoint`
/// answers nothing then). A broker that holds the only copy and is asked to stop is without leaders for some 100 ms before
/// it stops to coordinate. What is open from then on no registration takes back, and no reader of committed records gets
/// past it.
struct ForgottenTransactions {
    let kafka: KafkaConfig
    /// Called between the questions: there is one for each partition.
    let beat: @Sendable () -> Void

    private static let patience = 10_000

    /// The partitions that dedup writes to in which a transaction is open, whose ever it is.
    func openPartitions() throws(KafkaError) -> [KafkaPosition] {
        let topics = Set(TopicName.kinds.map(TopicName.market) + Self.others)
        let partitions = try KafkaAdmin(kafka).list(timeoutMilliseconds: Self.patience)
            .filter { topics.contains($0.name) }
        let all = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil, readsCommitted: false))
        let stable = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        var open: [KafkaPosition] = []
        for topic in partitions {
            for partition in topic.partitions {
                beat()
                // What is committed first: what is written between the two questions looks open at worst.
                let committed = try end(of: partition.id, topic.name, stable)
                if try end(of: partition.id, topic.name, all) > committed {
                    open.append(KafkaPosition(topic: topic.name, partition: partition.id, offset: committed))
                }
            }
        }
        return open
    }

    private static let others = [TopicName.dedupState, TopicName.resnapshot, ServiceDeclaration.dedup.deadLetters]

    private func end(of partition: Int32, _ topic: String, _ consumer: KafkaConsumer) throws(KafkaError) -> Int64 {
        try consumer.watermarks(topic: topic, partition: partition, timeoutMilliseconds: Self.patience).high
    }
}
