import Kafka
import MarketData
import Runtime

/// Finds the partitions with an open transaction that no process will end.
///
/// Kafka 4 (seen with 4.3.1) has a fault: if a partition has no leader while the coordinator ends a transaction, the
/// coordinator records the transaction as complete without writing the marker. It treats the partition as deleted
/// (`TransactionMarkerChannelManager.addTxnMarkersToBrokerQueue`, to which `KRaftMetadataCache.getPartitionLeaderEndpoint`
/// returns nothing then). A broker with the only copy that is asked to stop has no leaders for about 100 ms before it stops
/// coordinating. From then on, no registration ends the open transaction, and readers of committed records do not get past it.
struct ForgottenTransactions {
    let kafka: KafkaConfig
    /// Called between the requests: there is one per partition.
    let beat: @Sendable () -> Void

    private static let patience = 10_000

    /// The output partitions of dedup with an open transaction, of any producer.
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
                // The committed end is read first: then records written between the two requests only make a partition look
                // open.
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
