import Kafka
import MarketData
import Runtime
import Streams

/// One of dedup's producers, with the topics that it writes to; every record belongs to its open transaction.
final class DedupOutput {
    /// What the records belong to.
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

    /// A document that is passed on.
    func publish(_ value: UnsafeRawBufferPointer, kind: EventKind, key: UnsafeRawBufferPointer) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produce(to: topics[kind], key: key, value: value)
    }

    /// A request for a snapshot.
    func request(_ value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produce(to: resnapshotTopic, key: key, value: value)
    }

    /// A part of the state, for the changelog's partition of the same number as the input's; no value says that it is gone.
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

    /// Makes the changelog's partition a part of the transaction now, so that its commit does not wait for that: the client
    /// registers a partition with the broker when the first record for it comes.
    func expectState(of partition: Int32) throws(KafkaError) {
        try transaction.begin()
        try transaction.producer.produceTombstone(to: stateTopic, partition: partition, key: Self.noKey.span.bytes)
    }

    /// The key of tombstones that say nothing of any channel: a compacted topic takes nothing without a key.
    private static let noKey = Array("end".utf8)

    /// Ends what is open in these partitions under this producer's transactional id, whatever its coordinator knows of it:
    /// a transaction that touches them is taken back, and its markers end what lies before them too.
    ///
    /// The offsets that were sent are taken back with it, so what it held is done again.
    func end(_ partitions: [KafkaPosition], _ consumer: KafkaConsumer) throws(KafkaError) {
        try transaction.begin()
        for position in partitions {
            // Readers of uncommitted records pass it over: it has no value.
            try transaction.producer.produceTombstone(
                to: transaction.producer.topic(position.topic), partition: position.partition,
                key: Self.noKey.span.bytes)
        }
        try transaction.flush()
        do throws(KafkaError) {
            let any = KafkaPosition(topic: TopicName.normalized(.trade), partition: 0, offset: 0)
            try transaction.sendOffsets([any], of: consumer)
        } catch {
            // The group refuses who is no member; but the coordinator has noted the group's partition by then.
            guard error.requiresAbort else { throw error }
        }
        try transaction.takeBack()
    }

    /// A record of the state that cannot be read leaves the changelog.
    func setAside(_ record: SavedState.Unreadable, partition: Int32) throws(KafkaError) {
        let key = String(decoding: record.key, as: UTF8.self)
        unreadableState.happened(
            "\(record.error)", metadata: ["partition": "\(partition)", "key": "\(key)", "reason": "\(record.error)"])
        try transaction.begin()
        try transaction.producer.produceTombstone(to: stateTopic, partition: partition, key: record.key.span.bytes)
    }

    /// A record that cannot be read.
    func bury(_ record: KafkaRecord, code: String, reason: String) throws(KafkaError) {
        try transaction.begin()
        try deadLetters.accept(record, code: code, reason: reason)
    }
}
