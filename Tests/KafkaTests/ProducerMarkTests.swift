import Foundation
import Kafka
import Testing

@Suite("A producer knows when what it took before a mark is settled")
struct ProducerMarkTests {
    private let broker: RunningBroker
    private let producer: KafkaProducer
    private let topic: KafkaTopic

    init() throws {
        broker = try TestBroker.embedded.start()
        producer = try broker.producer()
        topic = try producer.topic(broker.topic)
    }

    private func produce(tag: UInt = 0) throws {
        try producer.produce(to: topic, partition: 0, key: "k", value: "v", tag: tag)
    }

    /// Does `work` again and again until the mark is reached.
    private func waitForMark(_ work: () throws -> Void = {}) throws {
        let end = Date(timeIntervalSinceNow: 60)
        while !producer.isMarkReached {
            guard Date() < end else { throw Unfinished(what: "mark") }
            try work()
            usleep(500)
        }
    }

    @Test("while more is produced, time and again")
    func meanwhile() throws {
        #expect(producer.isMarkReached)
        for _ in 1...5 {
            let before = producer.counters.produced
            for _ in 0..<100 { try produce() }
            producer.mark()
            try waitForMark { try produce() }
            #expect(producer.counters.acknowledged >= before + 100)
        }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        let counters = producer.counters
        #expect(counters.acknowledged == counters.produced)
        #expect(try broker.reader().valuesToEnd().count == counters.produced)
    }

    @Test("not while the broker is away")
    func away() throws {
        let embedded = try #require(broker.embedded)
        try produce()
        #expect(producer.flush(timeoutMilliseconds: 30_000))
        try embedded.setBroker(isUp: false)
        try produce()
        producer.mark()
        try produce()
        #expect(!producer.flush(timeoutMilliseconds: 300))
        #expect(!producer.isMarkReached)
        try embedded.setBroker(isUp: true)
        try waitForMark()
        #expect(producer.counters.acknowledged >= 2)
    }

    @Test("a record that is refused settles too, and is remembered with the number that it was given")
    func refused() throws {
        let embedded = try #require(broker.embedded)
        try produce(tag: 1)
        producer.mark()
        try waitForMark()
        #expect(producer.firstFailure == nil)
        embedded.refuseNext([.notAuthorized])
        let tag = UInt(1) << 63 - 1
        try produce(tag: tag)
        producer.mark()
        try waitForMark()
        let failure = try #require(producer.firstFailure)
        #expect(failure.tag == tag)
        #expect(failure.topic == broker.topic)
        #expect(failure.failure.name == "TOPIC_AUTHORIZATION_FAILED")
        #expect(producer.counters.failed == 1 && producer.counters.acknowledged == 1)
    }
}
