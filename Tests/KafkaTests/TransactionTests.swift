import Kafka
import Testing

@Suite(
    "Transactions hide what is not committed",
    .enabled(
        if: TestBroker.realServers != nil,
        "KAFKA_BOOTSTRAP_SERVERS names no real Kafka; the embedded one isolates nothing"))
struct TransactionTests {
    private func producer(_ broker: RunningBroker, id: String) throws -> KafkaProducer {
        let producer = try broker.producer { $0.transactionalID = id }
        try producer.initTransactions(timeoutMilliseconds: 60_000)
        return producer
    }

    @Test("a committed transaction is read, an aborted one is not")
    func isolation() throws {
        let broker = try TestBroker.real.start()
        let producer = try producer(broker, id: "t-\(broker.topic)")
        let topic = try producer.topic(broker.topic)
        try producer.beginTransaction()
        try producer.produce(to: topic, partition: 0, key: "k", value: "kept")
        try producer.commitTransaction(timeoutMilliseconds: 60_000)
        try producer.beginTransaction()
        try producer.produce(to: topic, partition: 0, key: "k", value: "taken back")
        producer.flush(timeoutMilliseconds: 30_000)
        try producer.abortTransaction(timeoutMilliseconds: 60_000)
        try producer.beginTransaction()
        try producer.produce(to: topic, partition: 0, key: "k", value: "also kept")
        try producer.commitTransaction(timeoutMilliseconds: 60_000)

        #expect(try broker.reader().valuesToEnd() == ["kept", "also kept"])
        #expect(
            try broker.reader { $0.readsCommitted = false }.valuesToEnd() == ["kept", "taken back", "also kept"])
    }

    @Test("input offsets commit with the output or not at all")
    func offsets() throws {
        let input = try TestBroker.real.start()
        let output = try TestBroker.real.start()
        try input.publish((0..<6).map { "\($0)" })
        let group = "g-\(input.topic)"
        let producer = try producer(output, id: "t-\(output.topic)")
        let topic = try producer.topic(output.topic)

        func process(_ count: Int, commit: Bool) throws {
            let consumer = try input.member(of: group)
            let values = try consumer.values(count)
            try producer.beginTransaction()
            for value in values { try producer.produce(to: topic, partition: 0, key: "k", value: value) }
            try producer.sendOffsets(consumer.positions(), of: consumer, timeoutMilliseconds: 60_000)
            if commit {
                try producer.commitTransaction(timeoutMilliseconds: 60_000)
            } else {
                try producer.abortTransaction(timeoutMilliseconds: 60_000)
            }
            try consumer.close()
        }
        try process(2, commit: true)
        try process(3, commit: false)
        try process(4, commit: true)
        #expect(try output.reader().valuesToEnd() == (0..<6).map { "\($0)" })
    }

    @Test("a second producer of the same id fences the first")
    func fencing() throws {
        let broker = try TestBroker.real.start()
        let first = try producer(broker, id: "t-\(broker.topic)")
        try first.beginTransaction()
        try first.produce(to: first.topic(broker.topic), partition: 0, key: "k", value: "zombie")
        first.flush(timeoutMilliseconds: 30_000)
        let second = try producer(broker, id: "t-\(broker.topic)")
        let error = #expect(throws: KafkaError.self) { try first.commitTransaction(timeoutMilliseconds: 60_000) }
        #expect(error?.requiresReconnect == true)
        #expect(error?.isRetriable == false)
        try second.beginTransaction()
        try second.produce(to: second.topic(broker.topic), partition: 0, key: "k", value: "heir")
        try second.commitTransaction(timeoutMilliseconds: 60_000)
        #expect(try broker.reader().valuesToEnd() == ["heir"])
    }

    @Test("a transaction out of its turn is refused and not fatal")
    func wrongState() throws {
        let broker = try TestBroker.real.start()
        let producer = try producer(broker, id: "t-\(broker.topic)")
        let error = #expect(throws: KafkaError.self) { try producer.commitTransaction(timeoutMilliseconds: 60_000) }
        #expect(error?.requiresReconnect == false)
    }
}
