import Kafka
import MarketData
import Runtime
import Streams

/// One of dedup's producers with its output topics. Every record belongs to the producer's open transaction.
final class DedupOutput {
    /// The transaction of the records.
    let transaction: DedupTransaction
    private let topics: KindTable<KafkaTopic>
    private let resnapshotTopic: KafkaTopic
    private let stateTopic: KafkaTopic
    private let deadLetters: DeadLetters
    private let unreadableState: Fact

    init(_ transaction: DedupTransaction, logger: Logger, registry: MetricsRegistry) throws(KafkaError) {
        self.transaction = transaction
        let producer = transaction.producer
        topics = try KindTable { (kind) throws(KafkaError) in try producer.topic(kind.marketTopic) }
        resnapshotTopic = try producer.topic(TopicName.resnapshot)
        stateTopic = try producer.topic(TopicName.dedupState)
        unreadableState = Fact(
            "a record of dedup's state could not be read; its channel begins anew", level: .error, logger: logger,
            counter: registry.counter(
                "tapedeck_unreadable_state_records_total", "Records of dedup's state that could not be read."))
        deadLetters = try DeadLetters(
            stage: ServiceDeclaration.dedup.name, producer: producer, logger: logger, metrics: registry)
    }

    /// Publishes a document.
    func publish(_ value: UnsafeRawBufferPointer, kind: EventKind, key: UnsafeRawBufferPointer) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produce(to: topics[kind], key: key, value: value)
    }

    /// Publishes a request for a snapshot.
    func request(_ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produce(to: resnapshotTopic, key: key, value: value)
    }

    /// Writes one part of the state to the changelog, in the partition with the number of the input partition; nil deletes the
    /// part.
    func save(_ value: [UInt8]?, key: String, partition: Int32) throws(KafkaError) {
        try transaction.begin()
        let key = Array(key.utf8)
        if let value {
            try transaction.producer.produce(
                to: stateTopic, partition: partition, key: key.span.bytes, value: value.span.bytes)
        } else {
            try transaction.producer.produceTombstone(to: stateTopic, partition: partition, key: key.span.bytes)
        }
    }

    /// Adds the changelog's partition to the transaction now, so that its commit does not wait for that. The client registers a
    /// partition with the broker only when the first record for it is produced.
    func expectState(of partition: Int32) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produceTombstone(to: stateTopic, partition: partition, key: Self.noKey.span.bytes)
    }

    /// The key of tombstones that belong to no channel; a compacted topic accepts no record without a key.
    private static let noKey = Array("end".utf8)

    /// Ends open transactions of this producer's transactional id in these partitions, regardless of the coordinator's state.
    /// It writes a transaction to them and aborts it, and the abort markers also end earlier open records.
    ///
    /// The offsets of those transactions are aborted too, so their records are processed again.
    func end(_ partitions: [KafkaPosition], _ consumer: KafkaConsumer) throws(KafkaError) {
        try transaction.begin()
        for position in partitions {
            // Readers of uncommitted records skip it, because it has no value.
            try transaction.producer.produceTombstone(
                to: transaction.producer.topic(position.topic), partition: position.partition,
                key: Self.noKey.span.bytes)
        }
        try transaction.flush()
        do throws(KafkaError) {
            let any = KafkaPosition(topic: TopicName.normalized(.trade), partition: 0, offset: 0)
            try transaction.sendOffsets([any], of: consumer)
        } catch {
            // The group refuses a client that is not a member, but by then the coordinator has registered the group's
            // partition.
            guard error.requiresAbort else { throw error }
        }
        try transaction.takeBack()
    }

    /// Moves an unreadable record of the state from the changelog to the dead letters.
    func setAside(_ record: SavedState.Unreadable, partition: Int32) throws(KafkaError) {
        let key = String(decoding: record.key, as: UTF8.self)
        unreadableState.happened(
            "\(record.error)", metadata: ["partition": "\(partition)", "key": "\(key)", "reason": "\(record.error)"])
        try transaction.begin()
        try transaction.producer.produceTombstone(to: stateTopic, partition: partition, key: record.key.span.bytes)
    }

    /// Sends an unreadable record to the dead letters.
    func bury(_ record: KafkaRecord, code: String, reason: String) throws(KafkaError) {
        try transaction.begin()
        try deadLetters.accept(record, code: code, reason: reason)
    }
}
