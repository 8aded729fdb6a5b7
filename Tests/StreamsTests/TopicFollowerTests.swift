import Base
import Kafka
import Runtime
import Streams
import Testing

/// Reading whole topics without a group, and knowing when what was there has been read.
@Suite("A reader that keeps the latest state", .serialized)
struct TopicFollowerTests {
    /// An embedded broker with a reader of the topics `a` and `b`.
    private final class Scene {
        let broker: EmbeddedBroker
        let producer: KafkaProducer
        let follower: TopicFollower
        let clock = ManualClock(nanoseconds: 1_800_000_000_000_000_000)
        var begun: Set<KafkaPosition> = []
        var caughtUp: [KafkaPosition] = []
        /// How many records had been read when each partition had caught up.
        var readAt: [Int] = []
        var read = 0

        init() throws {
            broker = try EmbeddedBroker()
            let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test")
            producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
            follower = try TopicFollower(
                kafka, topics: ["a", "b"], historyHours: 7, fetchWaitMilliseconds: 5, clock: clock.wallClock,
                onEvent: { _ in })
        }

        func write(_ count: Int, to topic: String, partition: Int32) throws {
            let topic = try producer.topic(topic)
            for number in 0..<count {
                let value = Array("\(number)".utf8)
                try producer.produce(to: topic, partition: partition, key: value.span.bytes, value: value.span.bytes)
            }
            #expect(producer.flush(timeoutMilliseconds: 30_000))
        }

        /// Reads until so many records were read in all, and so many partitions have caught up.
        func follow(records: Int, partitions: Int) throws {
            for _ in 0..<3000 where read < records || caughtUp.count < partitions {
                begun.formUnion(follower.search())
                let batch = try follower.poll(maxRecords: 10, timeoutMilliseconds: 10)
                read += batch.count
                for place in follower.caughtUp(by: batch) {
                    caughtUp.append(place)
                    readAt.append(read)
                }
            }
        }
    }

    @Test("each partition has caught up once what was there at the beginning was read, and only then")
    func catchesUp() throws {
        let scene = try Scene()
        for topic in ["a", "b"] { try scene.broker.createTopic(topic, partitions: 2) }
        try scene.write(50, to: "a", partition: 0)
        try scene.write(30, to: "b", partition: 1)
        try scene.follow(records: 80, partitions: 2)
        #expect(scene.read == 80 && scene.follower.hasCaughtUp)
        #expect(scene.begun == Set(scene.caughtUp), "empty partitions have nothing to catch up with")
        #expect(scene.caughtUp.count == 2 && scene.readAt.last == 80 && (scene.readAt.first ?? 0) >= 30)
        try scene.write(5, to: "a", partition: 1)
        try scene.follow(records: 85, partitions: 2)
        #expect(scene.read == 85 && scene.caughtUp.count == 2)
    }

    @Test("a topic that appears later is found, and what is read already goes on where it is")
    func appears() throws {
        let scene = try Scene()
        try scene.broker.createTopic("a", partitions: 1)
        try scene.write(20, to: "a", partition: 0)
        try scene.follow(records: 20, partitions: 1)
        try scene.broker.createTopic("b", partitions: 1)
        try scene.write(7, to: "b", partition: 0)
        scene.clock.advance(milliseconds: 29_000)
        #expect(scene.follower.search().isEmpty, "it is looked for every thirty seconds")
        scene.clock.advance(milliseconds: 2000)
        try scene.follow(records: 27, partitions: 2)
        #expect(scene.read == 27 && scene.caughtUp.map(\.topic) == ["a", "b"])
        try scene.write(3, to: "a", partition: 0)
        try scene.follow(records: 30, partitions: 2)
        #expect(scene.read == 30, "nothing was read twice")
    }
}
