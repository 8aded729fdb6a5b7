import Kafka
import Testing

@Suite("A consumer reads what it is told to")
struct ConsumerTests {
    @Test("a group goes on where it committed", arguments: TestBroker.available)
    func commits(_ kind: TestBroker) throws {
        let broker = try kind.start()
        try broker.publish((0..<10).map { "\($0)" })
        let group = "g-\(broker.topic)"
        let first = try broker.member(of: group)
        #expect(try first.values(4) == ["0", "1", "2", "3"])
        try first.commit([KafkaPosition(topic: broker.topic, partition: 0, offset: 4)])
        let committed = try first.committed(
            [KafkaPosition(topic: broker.topic, partition: 0)], timeoutMilliseconds: 30_000)
        #expect(committed.map(\.offset) == [4])
        try first.close()

        let second = try broker.member(of: group)
        #expect(try second.values(6) == (4..<10).map { "\($0)" })
        try second.close()
    }

    @Test("without a commit a group begins again")
    func noCommit() throws {
        let broker = try TestBroker.embedded.start()
        try broker.publish(["a", "b"])
        for _ in 0..<2 {
            let member = try broker.member(of: "g")
            #expect(try member.values(2) == ["a", "b"])
            try member.close()
        }
    }

    @Test("a commit without waiting arrives too")
    func commitWithoutWaiting() throws {
        let broker = try TestBroker.embedded.start()
        try broker.publish(["a", "b", "c"])
        let first = try broker.member(of: "g")
        #expect(try first.values(2) == ["a", "b"])
        try first.commitWithoutWaiting([KafkaPosition(topic: broker.topic, partition: 0, offset: 2)])
        try first.close()
        let second = try broker.member(of: "g")
        #expect(try second.values(1) == ["c"])
    }

    @Test("the rebalance handler hears of partitions that come and go, on the polling thread")
    func rebalance() throws {
        let broker = try TestBroker.embedded.start(partitions: 2)
        try broker.publish(["a"])
        let member = try broker.member(of: "g")
        var heard: [KafkaRebalance] = []
        _ = try member.values(1) { heard.append($0) }
        #expect(heard.map(\.kind) == [.assigned])
        #expect(heard.first?.partitions.map(\.partition) == [0, 1])
        try member.close { heard.append($0) }
        #expect(heard.map(\.kind) == [.assigned, .revoked])
        #expect(throws: KafkaError.closed(operation: "poll")) {
            _ = try member.poll(maxRecords: 1, timeoutMilliseconds: 1)
        }
    }

    @Test("the rebalance handler chooses where to begin")
    func startingOffset() throws {
        let broker = try TestBroker.embedded.start()
        try broker.publish((0..<10).map { "\($0)" })
        let member = try broker.member(of: "g")
        let values = try member.values(3) { rebalance in
            for index in rebalance.partitions.indices { rebalance.partitions[index].offset = 7 }
        }
        #expect(values == ["7", "8", "9"])
    }

    @Test("two members share the partitions, and one takes over when the other leaves", arguments: TestBroker.available)
    func takeOver(_ kind: TestBroker) throws {
        let broker = try kind.start(partitions: 2)
        let group = "g-\(broker.topic)"
        let first = try broker.member(of: group)
        let second = try broker.member(of: group)
        var firstOwns: Set<Int32> = []
        var secondOwns: Set<Int32> = []
        func follow(_ rebalance: KafkaRebalance, _ owned: inout Set<Int32>) {
            let partitions = rebalance.partitions.map(\.partition)
            if rebalance.kind == .assigned { owned.formUnion(partitions) } else { owned.subtract(partitions) }
        }
        func pollBoth(until done: () -> Bool) throws {
            for _ in 0..<600 where !done() {
                _ = try first.poll(maxRecords: 1, timeoutMilliseconds: 50) { follow($0, &firstOwns) }
                _ = try second.poll(maxRecords: 1, timeoutMilliseconds: 50) { follow($0, &secondOwns) }
            }
        }
        try pollBoth { firstOwns.count == 1 && secondOwns.count == 1 }
        #expect(firstOwns.union(secondOwns) == [0, 1])
        #expect(firstOwns.count == 1 && secondOwns.count == 1)
        try first.close { follow($0, &firstOwns) }
        #expect(firstOwns.isEmpty)
        for _ in 0..<600 where secondOwns.count < 2 {
            _ = try second.poll(maxRecords: 1, timeoutMilliseconds: 50) { follow($0, &secondOwns) }
        }
        #expect(secondOwns == [0, 1])
    }

    @Test("seek goes back, pause stops, resume goes on", arguments: TestBroker.available)
    func seekAndPause(_ kind: TestBroker) throws {
        let broker = try kind.start()
        try broker.publish((0..<10).map { "\($0)" })
        let reader = try broker.reader { $0.reportsEnds = false }
        #expect(try reader.values(10).last == "9")
        let here = [KafkaPosition(topic: broker.topic, partition: 0)]
        try reader.seek([KafkaPosition(topic: broker.topic, partition: 0, offset: 5)], timeoutMilliseconds: 30_000)
        #expect(try reader.values(2) == ["5", "6"])
        try reader.pause(here)
        try reader.seek([KafkaPosition(topic: broker.topic, partition: 0, offset: 1)], timeoutMilliseconds: 30_000)
        for _ in 0..<5 {
            let batch = try reader.poll(maxRecords: 10, timeoutMilliseconds: 50)
            let count = batch.count
            #expect(count == 0)
        }
        try reader.resume(here)
        #expect(try reader.values(1) == ["1"])
    }

    @Test("position, lag and watermarks follow the reading", arguments: TestBroker.available)
    func lag(_ kind: TestBroker) throws {
        let broker = try kind.start()
        try broker.publish((0..<10).map { "\($0)" })
        let reader = try broker.reader()
        #expect(try reader.values(4).count == 4)
        #expect(try reader.positions().map(\.offset) == [4])
        let lag = try reader.lag()
        #expect(lag.map(\.records) == [6])
        #expect(lag.map(\.topic) == [broker.topic])
        let watermarks = try reader.watermarks(topic: broker.topic, partition: 0, timeoutMilliseconds: 30_000)
        #expect(watermarks.low == 0)
        #expect(watermarks.high == 10)
    }

    @Test(
        "a topic that appears after the subscription is read from its beginning",
        .enabled(
            if: TestBroker.realServers != nil,
            "KAFKA_BOOTSTRAP_SERVERS names no real Kafka; the embedded one makes every topic that it is asked about"))
    func lateTopic() throws {
        let servers = TestBroker.realServers!
        let kafka = KafkaConfig(
            bootstrapServers: servers, properties: ["topic.metadata.refresh.interval.ms": "200"])
        let late = "late-\(UInt64.random(in: 0...UInt64.max))"
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: "g-\(late)"))
        try consumer.subscribe([late])
        let before = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 300)
        let countBefore = before.count
        #expect(countBefore == 0)
        _ = try KafkaAdmin(kafka).create(
            [KafkaTopicSpecification(name: late, partitions: 1)], timeoutMilliseconds: 30_000)
        try RunningBroker(servers: servers, topic: late, embedded: nil).publish(["here"])
        #expect(try consumer.values(1) == ["here"])
    }

    @Test("an absent broker shows as events and empty batches, and what it then has is read")
    func brokerAway() throws {
        let broker = try TestBroker.embedded.start()
        try broker.publish(["a"])
        try broker.embedded?.setBroker(isUp: false)
        let events = Recorder<KafkaFailure>()
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: broker.kafka, group: "g"),
            onEvent: { if case .error(let failure) = $0 { events.append(failure) } })
        try consumer.subscribe([broker.topic])
        for _ in 0..<600 where events.elements.isEmpty {
            let batch = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 50)
            let count = batch.count
            #expect(count == 0)
        }
        #expect(!events.elements.isEmpty)
        try broker.embedded?.setBroker(isUp: true)
        #expect(try consumer.values(1) == ["a"])
    }

    @Test("an offset that is gone fails where the configuration says so")
    func offsetOutOfRange() throws {
        let broker = try TestBroker.embedded.start()
        try broker.publish(["a"])
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: broker.kafka, group: nil, start: .error))
        try consumer.assign([KafkaPosition(topic: broker.topic, partition: 0, offset: 1_000)])
        let error = #expect(throws: KafkaError.self) { _ = try consumer.values(1, polls: 100) }
        #expect(error?.failure != nil)
        #expect(error?.isRetriable == false)
    }

    @Test("statistics come when asked for")
    func statistics() throws {
        let broker = try TestBroker.embedded.start()
        var kafka = broker.kafka
        kafka.statisticsIntervalMilliseconds = 20
        let documents = Recorder<String>()
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: "g"),
            onEvent: { if case .statistics(let json) = $0 { documents.append(json) } })
        try consumer.subscribe([broker.topic])
        for _ in 0..<600 where documents.elements.isEmpty {
            _ = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 20)
        }
        #expect(documents.elements.first?.contains("\"client_id\"") == true)
    }
}
