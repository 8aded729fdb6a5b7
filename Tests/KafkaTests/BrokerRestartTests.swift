import Glibc
import Kafka
import TestSupport
import Testing

/// The commands that kill and start the real broker, e.g. `kill -9 …`: only where nothing else uses it.
private let killCommand = getenv("KAFKA_KILL_COMMAND").map { String(cString: $0) }
private let startCommand = getenv("KAFKA_START_COMMAND").map { String(cString: $0) }

@Suite(
    "A broker that is killed and comes back",
    .enabled(
        if: TestBroker.realServers != nil && killCommand != nil && startCommand != nil,
        "needs KAFKA_BOOTSTRAP_SERVERS, KAFKA_KILL_COMMAND and KAFKA_START_COMMAND"))
struct BrokerRestartTests {
    @Test("has every record once and in order, and the group reads on")
    func kill() throws {
        let broker = try TestBroker.real.start()
        let producer = try broker.producer { $0.queueMaxRecords = 5_000 }
        let topic = try producer.topic(broker.topic)
        let consumer = try broker.member(of: "g-\(broker.topic)")
        var sent = 0
        func send(_ count: Int) throws {
            for _ in 0..<count {
                try producer.produce(to: topic, partition: 0, key: "k", value: "\(sent)")
                sent += 1
            }
        }
        try send(20_000)
        var got = try consumer.values(5_000)
        try consumer.commit([KafkaPosition(topic: broker.topic, partition: 0, offset: 5_000)])
        #expect(ServerCommand.run(killCommand!))
        try send(4_000)
        #expect(!producer.flush(timeoutMilliseconds: 500))
        #expect(ServerCommand.run(startCommand!))
        try send(20_000)
        #expect(producer.flush(timeoutMilliseconds: 120_000))
        #expect(producer.counters.failed == 0)
        got += try consumer.values(sent - got.count, polls: 1_200)
        #expect(got == (0..<sent).map { "\($0)" })
        try consumer.close()
    }
}
