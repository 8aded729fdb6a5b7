import Kafka
import Testing

@Suite("A producer loses nothing silently")
struct ProducerTests {
    @Test("every record is counted as acknowledged", arguments: TestBroker.available)
    func counted(_ kind: TestBroker) throws {
        let broker = try kind.start()
        let tags = Recorder<UInt>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: broker.kafka, compression: .zstd), onDelivery: { tags.append($0.tag) })
        let topic = try producer.topic(broker.topic)
        for tag in 0..<1_000 { try producer.produce(to: topic, partition: 0, key: "k", value: "v", tag: UInt(tag)) }
        #expect(producer.close(timeoutMilliseconds: 30_000) == 0)
        let counters = producer.counters
        #expect(counters.produced == 1_000)
        #expect(counters.acknowledged == 1_000)
        #expect(counters.producedBytes == 1_000)
        #expect(counters.failed == 0)
        #expect(counters.inFlight == 0)
        // The poll thread and the thread that flushes both hand out reports, so their order is not promised.
        #expect(tags.elements.sorted() == (0..<1_000).map { UInt($0) })
    }

    @Test("a full queue waits and loses nothing")
    func fullQueue() throws {
        let broker = try TestBroker.embedded.start()
        let events = Recorder<String>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: broker.kafka, queueMaxRecords: 10),
            onEvent: { if case .queueFull(let topic) = $0 { events.append(topic) } })
        let topic = try producer.topic(broker.topic)
        let sent = (0..<500).map { "value \($0)" }
        for value in sent { try producer.produce(to: topic, partition: 0, key: "k", value: value) }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        #expect(producer.counters.queueFullWaits > 0)
        #expect(events.elements.count == producer.counters.queueFullWaits)
        #expect(events.elements.allSatisfy { $0 == broker.topic })
        #expect(try broker.reader().values(500) == sent)
    }

    @Test("a producer that waits for an absent broker can be told to stop, and says what it could not publish")
    func stopWaiting() throws {
        let failures = Recorder<KafkaDeliveryFailure>()
        let waiting = Recorder<String>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: KafkaConfig(bootstrapServers: "127.0.0.1:1"), queueMaxRecords: 2),
            onEvent: { if case .queueFull(let topic) = $0 { waiting.append(topic) } },
            onFailure: { failures.append($0) })
        let topic = try producer.topic("absent")
        try producer.produce(to: topic, key: "k1", value: "v", tag: 1)
        try producer.produce(to: topic, key: "k2", value: "v2", tag: 2)
        producer.stopWaiting()
        #expect(throws: KafkaError.closed(operation: "produce")) {
            try producer.produce(to: topic, key: "k3", value: "v")
        }
        #expect(waiting.elements == ["absent"])
        #expect(producer.close(timeoutMilliseconds: 10) == 2)
        #expect(Set(failures.elements.map(\.tag)) == [1, 2])
        #expect(failures.elements.first { $0.tag == 2 }?.key == "k2")
        #expect(failures.elements.first { $0.tag == 2 }?.valueBytes == 2)
        #expect(failures.elements.allSatisfy { $0.failure.name == "_PURGE_QUEUE" && !$0.isPossiblyPersisted })
        #expect(producer.counters.failed == 2)
    }

    @Test("a record that would have to wait is handed back, not waited with, and the failure says that it was given up")
    func tryProduce() throws {
        let failures = Recorder<KafkaFailure>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: KafkaConfig(bootstrapServers: "127.0.0.1:1"), queueMaxRecords: 2),
            onFailure: { failures.append($0.failure) })
        let topic = try producer.topic("absent")
        let value: [UInt8] = [1, 2, 3]
        let taken = try (0..<4).map { _ in
            try value.withUnsafeBytes { try producer.tryProduce(to: topic, key: $0, value: $0) }
        }
        #expect(taken == [true, true, false, false])
        #expect(producer.counters.produced == 2)
        #expect(producer.counters.queueFullWaits == 0)
        producer.close(timeoutMilliseconds: 10)
        #expect(failures.elements.count == 2)
        #expect(failures.elements.allSatisfy { $0.isGivenUp && !$0.refusesRecord })
    }

    @Test("headers are given in order, those with names of run time and without a value included")
    func headers() {
        let headers = KafkaHeaders()
        headers.append("source", "primary")
        headers.append("frame", Int64.min)
        let name = Array("made".utf8)
        name.withUnsafeBytes { headers.append(named: $0, UnsafeRawBufferPointer(start: nil, count: 0)) }
        headers.append("number", 120)
        var found: [String] = []
        headers.forEach { name, value in
            found.append(String(decoding: name, as: UTF8.self) + "=" + String(decoding: value, as: UTF8.self))
        }
        #expect(found == ["source=primary", "frame=-9223372036854775808", "made=", "number=120"])
    }

    @Test("a record with headers for a partition that does not exist is refused, time and again")
    func unknownPartition() throws {
        let broker = try TestBroker.embedded.start()
        let producer = try broker.producer()
        let topic = try producer.topic(broker.topic)
        // Only now does the client know how many partitions there are.
        try producer.produce(to: topic, key: "k", value: "v")
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        let headers = KafkaHeaders()
        headers.append("name", "value")
        headers.append("other", "value")
        for _ in 0..<100 {
            let error = #expect(throws: KafkaError.self) {
                try producer.produce(to: topic, partition: 7, key: "k", value: "v", headers: headers)
            }
            #expect(error?.failure?.name == "_UNKNOWN_PARTITION")
        }
        try producer.produce(to: topic, key: "k", value: "w", headers: headers)
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        #expect(try broker.reader().values(2) == ["v", "w"])
    }

    @Test("a record above the limit is refused at once with its topic")
    func tooLarge() throws {
        let broker = try TestBroker.embedded.start()
        let producer = try broker.producer { $0.maxRecordBytes = 2_000 }
        let topic = try producer.topic(broker.topic)
        let error = #expect(throws: KafkaError.self) {
            try producer.produce(to: topic, partition: 0, key: "k", value: String(repeating: "x", count: 3_000))
        }
        #expect(error?.failure?.name == "MSG_SIZE_TOO_LARGE")
        #expect(error?.isRetriable == false)
        #expect(error?.failure?.refusesRecord == true)
        #expect(error?.description.contains(broker.topic) == true)
        #expect(producer.counters.produced == 0)
    }

    @Test("a broker that goes and comes back gets everything once and in order")
    func brokerAway() throws {
        let broker = try TestBroker.embedded.start()
        let errors = Recorder<KafkaFailure>()
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: broker.kafka),
            onEvent: { if case .error(let failure) = $0 { errors.append(failure) } })
        let topic = try producer.topic(broker.topic)
        try producer.produce(to: topic, partition: 0, key: "k", value: "before")
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        try broker.embedded?.setBroker(isUp: false)
        for number in 0..<100 { try producer.produce(to: topic, partition: 0, key: "k", value: "\(number)") }
        #expect(!producer.flush(timeoutMilliseconds: 500))
        #expect(!errors.elements.isEmpty)
        #expect(errors.elements.allSatisfy { $0.isRetriable && !$0.isFatal })
        try broker.embedded?.setBroker(isUp: true)
        #expect(producer.flush(timeoutMilliseconds: 60_000))
        #expect(try broker.reader().valuesToEnd() == ["before"] + (0..<100).map { "\($0)" })
    }
}
