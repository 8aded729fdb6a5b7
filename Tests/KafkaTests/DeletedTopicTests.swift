import Dispatch
import Glibc
import Kafka
import Testing

@Suite(
    "A topic that is deleted while it is read",
    .enabled(if: TestBroker.realServers != nil, "the embedded broker deletes no topics: set KAFKA_BOOTSTRAP_SERVERS"))
struct DeletedTopicTests {
    /// Where another thread finds the consumer, and lets go of it.
    private final class Holder: @unchecked Sendable {
        var consumer: KafkaConsumer?

        init(_ consumer: KafkaConsumer) { self.consumer = consumer }
    }

    // librdkafka 2.0.2 to 2.5 wait for ever: scripts/librdkafka/let-go-of-removed-partitions.patch.
    @Test("its consumer can be let go, with records of it unread")
    func letGo() throws {
        let broker = try TestBroker.real.start()
        try broker.publish((0..<20_000).map { "\($0)" })
        let holder = try reading(broker)
        try KafkaAdmin(broker.kafka).delete([broker.topic], timeoutMilliseconds: 30_000)
        // Its client asks every five seconds which topics there are.
        sleep(8)
        let done = DispatchSemaphore(value: 0)
        DispatchQueue(label: "release").async {
            holder.consumer = nil
            done.signal()
        }
        #expect(done.wait(timeout: .now() + 60) == .success, "the client was not let go within a minute")
    }

    /// A consumer that has read one record of many.
    private func reading(_ broker: RunningBroker) throws -> Holder {
        let consumer = try broker.reader()
        _ = try consumer.values(1)
        return Holder(consumer)
    }
}
