import Base
import Foundation
import Kafka
import Runtime
import Streams
import Synchronization
import Testing

@Suite("A loop that reads and writes records")
struct StreamLoopTests {
    /// A loop that passes records on, on a thread of its own.
    private final class Copying: Sendable {
        let broker: EmbeddedBroker
        let kafka: KafkaConfig
        let producer: KafkaProducer
        private let shutdown = ShutdownSignal()
        private let failure = Mutex<(any Error)?>(nil)
        private let ended = DispatchSemaphore(value: 0)

        init() throws {
            broker = try EmbeddedBroker()
            for topic in ["in", "out"] { try broker.createTopic(topic, partitions: 1) }
            kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test")
            producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        }

        func start() {
            WorkerThread.detach(name: "copy") { [self] in
                do { try run() } catch { failure.withLock { $0 = error } }
                ended.signal()
            }
        }

        /// The error that it ended with, after a request to end where `asked`.
        func end(asked: Bool) -> (any Error)? {
            if asked { shutdown.request(reason: "test") }
            guard ended.wait(timeout: .now() + 60) == .success else { return Unended() }
            return failure.withLock { $0 }
        }

        private func run() throws {
            let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: "g"))
            defer { try? consumer.close() }
            try consumer.subscribe(["in"])
            let metrics = MetricsRegistry()
            var loop = StreamLoop(
                consumer: consumer, producer: producer, shutdown: shutdown,
                monitor: StreamMonitor(HealthChecks(), metrics: metrics), times: CommitTimes(metrics))
            loop.commitMilliseconds = 20
            let output = try producer.topic("out")
            try loop.run { batch in
                for index in 0..<batch.count {
                    let record = batch[index]
                    try producer.produce(to: output, partition: 0, key: record.key, value: record.value)
                }
            }
        }

        /// The offset that the group has committed; 0 for none.
        func committed(_ asking: KafkaConsumer) throws -> Int {
            let position = KafkaPosition(topic: "in", partition: 0, offset: 0)
            return max(0, Int(try asking.committed([position], timeoutMilliseconds: 10_000)[0].offset))
        }
    }

    private struct Unended: Error {}

    @Test("commits while it goes on, and never what is not acknowledged")
    func commits() throws {
        let copying = try Copying()
        let source = try KafkaProducer(KafkaProducerConfig(kafka: copying.kafka))
        let input = try source.topic("in")
        let asking = try KafkaConsumer(KafkaConsumerConfig(kafka: copying.kafka, group: "g"))
        copying.start()
        var sent = 0
        var seen: Set<Int> = []
        let end = Date(timeIntervalSinceNow: 60)
        while seen.count < 5, Date() < end {
            for _ in 0..<50 {
                try source.produce(to: input, partition: 0, key: "k", value: "\(sent)")
                sent += 1
            }
            let committed = try copying.committed(asking)
            #expect(committed <= copying.producer.counters.acknowledged)
            seen.insert(committed)
            usleep(2_000)
        }
        #expect(seen.count == 5)
        #expect(source.flush(timeoutMilliseconds: 30_000))
        while copying.producer.counters.produced < sent, Date() < end { usleep(2_000) }
        #expect(copying.end(asked: true) == nil)
        #expect(try copying.committed(asking) == sent)
        #expect(copying.producer.counters.acknowledged == sent)
    }

    @Test("ends when Kafka refuses a record for good, and has not committed it")
    func refused() throws {
        let copying = try Copying()
        let asking = try KafkaConsumer(KafkaConsumerConfig(kafka: copying.kafka, group: "g"))
        let source = try KafkaProducer(KafkaProducerConfig(kafka: copying.kafka))
        try source.produce(to: try source.topic("in"), partition: 0, key: "k", value: "v")
        #expect(source.flush(timeoutMilliseconds: 30_000))
        copying.broker.refuseNext([.tooLarge])
        copying.start()
        let error = try #require(copying.end(asked: false) as? KafkaError)
        #expect(error.failure?.name == "MSG_SIZE_TOO_LARGE")
        #expect("\(error)".hasPrefix("Kafka produce of out"))
        #expect(try copying.committed(asking) == 0)
    }
}
