import Kafka

/// A broker for one test, with what most tests do with it.
struct RunningBroker: Sendable {
    let servers: String
    let topic: String
    let embedded: EmbeddedBroker?

    var kafka: KafkaConfig { KafkaConfig(bootstrapServers: servers, clientID: "test") }

    func producer(_ change: (inout KafkaProducerConfig) -> Void = { _ in }) throws -> KafkaProducer {
        var config = KafkaProducerConfig(kafka: kafka)
        change(&config)
        return try KafkaProducer(config)
    }

    /// A consumer of one partition from its beginning.
    func reader(partition: Int32 = 0, _ change: (inout KafkaConsumerConfig) -> Void = { _ in }) throws -> KafkaConsumer
    {
        var config = KafkaConsumerConfig(kafka: kafka, group: nil, reportsEnds: true)
        change(&config)
        let consumer = try KafkaConsumer(config)
        try consumer.assign([KafkaPosition(topic: topic, partition: partition, offset: KafkaPosition.Special.beginning)]
        )
        return consumer
    }

    /// A member of a group.
    func member(of group: String, _ change: (inout KafkaConsumerConfig) -> Void = { _ in }) throws -> KafkaConsumer {
        var config = KafkaConsumerConfig(kafka: kafka, group: group)
        // The embedded broker keeps a member that has left until its session ends, and lets a group wait three seconds
        // for more members before it starts.
        if embedded != nil { config.sessionTimeoutMilliseconds = 4_000 }
        change(&config)
        let consumer = try KafkaConsumer(config)
        try consumer.subscribe([topic])
        return consumer
    }

    /// Publishes values with the key "k" and waits for their acknowledgement.
    func publish(_ values: some Sequence<String>, partition: Int32 = 0) throws {
        let producer = try producer()
        let topic = try producer.topic(topic)
        for value in values { try producer.produce(to: topic, partition: partition, key: "k", value: value) }
        guard producer.flush(timeoutMilliseconds: 30_000) else { throw Unfinished(what: "flush") }
    }
}

/// Something that did not come about in ample time.
struct Unfinished: Error { let what: String }

extension KafkaConsumer {
    /// Polls until there are `count` values; fails loudly when they do not come.
    func values(
        _ count: Int, polls: Int = 600, onRebalance: (inout KafkaRebalance) -> Void = { _ in }
    ) throws -> [String] {
        var values: [String] = []
        for _ in 0..<polls where values.count < count {
            let batch = try poll(maxRecords: count - values.count, timeoutMilliseconds: 100, onRebalance: onRebalance)
            batch.forEach { values.append(String(decoding: $0.value, as: UTF8.self)) }
        }
        guard values.count >= count else { throw Unfinished(what: "\(values.count) of \(count) records") }
        return values
    }

    /// Polls to the end of the one partition that is read.
    func valuesToEnd(polls: Int = 600) throws -> [String] {
        var values: [String] = []
        for _ in 0..<polls {
            let batch = try poll(maxRecords: 1_000, timeoutMilliseconds: 100)
            batch.forEach { values.append(String(decoding: $0.value, as: UTF8.self)) }
            if !batch.ends.isEmpty { return values }
        }
        throw Unfinished(what: "end of the partition")
    }
}
