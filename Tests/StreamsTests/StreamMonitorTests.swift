import Base
import Foundation
import Kafka
@testable import Streams
import Runtime
import Testing

@Suite("What a stream's loop tells of itself")
struct StreamMonitorTests {
    private let metrics = MetricsRegistry()
    private let health = HealthChecks(limits: HealthConfig(maxLagRecords: 1000))
    private let monitor: StreamMonitor

    init() { monitor = StreamMonitor(health, metrics: metrics) }

    private func lag(_ topic: String, _ partition: Int32, _ records: Int64) -> KafkaLag {
        KafkaLag(topic: topic, partition: partition, records: records)
    }

    private var lagStatus: HealthStatus? { health.readiness.first { $0.name == "lag" }?.status }

    @Test("lag is summed by topic; a topic that went to another member is not behind any more")
    func lagByTopic() {
        monitor.note([lag("raw.a", 0, 3), lag("raw.a", 1, 4), lag("raw.b", 0, 5)], isKnown: true)
        #expect(metrics.text.contains("tapedeck_consumer_lag_records{topic=\"raw.a\"} 7\n"))
        #expect(metrics.text.contains("tapedeck_consumer_lag_records{topic=\"raw.b\"} 5\n"))
        monitor.note([lag("raw.a", 0, 1)], isKnown: true)
        #expect(metrics.text.contains("tapedeck_consumer_lag_records{topic=\"raw.a\"} 1\n"))
        #expect(metrics.text.contains("tapedeck_consumer_lag_records{topic=\"raw.b\"} 0\n"))
    }

    @Test("who does not know yet how far behind it is, is not ready")
    func unknown() {
        #expect(lagStatus == .failing("not known yet"))
        monitor.note([lag("raw.a", 0, 1)], isKnown: false)
        #expect(lagStatus == .failing("not known yet"))
        monitor.note([lag("raw.a", 0, 1)], isKnown: true)
        #expect(lagStatus == .ok)
    }

    @Test("all topics together may be behind by the limit and no more")
    func limit() {
        monitor.note([lag("raw.a", 0, 600), lag("raw.b", 0, 400)], isKnown: true)
        #expect(lagStatus == .ok)
        monitor.note([lag("raw.a", 0, 600), lag("raw.b", 0, 401)], isKnown: true)
        #expect(lagStatus == .failing("1001 records behind, 1000 are allowed"))
    }

    @Test("partitions follow the group: none before it answers, all of a member that is alone, none of a spare one")
    func partitions() throws {
        let broker = try EmbeddedBroker()
        try broker.createTopic("raw.a", partitions: 1)
        let config = KafkaConsumerConfig(
            kafka: KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "test"), group: "g")
        let clock = ManualClock()
        func member() throws -> (
            consumer: KafkaConsumer, health: HealthChecks, metrics: MetricsRegistry, turn: () throws -> Void
        ) {
            let (health, metrics) = (HealthChecks(), MetricsRegistry())
            let monitor = StreamMonitor(health, metrics: metrics, clock: clock.wallClock)
            let consumer = try KafkaConsumer(config)
            try consumer.subscribe(["raw.a"])
            return (
                consumer, health, metrics,
                {
                    clock.advance(milliseconds: 1_000)
                    _ = try consumer.poll(maxRecords: 1, timeoutMilliseconds: 20)
                    monitor.turn(consumer)
                }
            )
        }
        let first = try member()
        #expect(!first.health.isReady)
        let end = Date(timeIntervalSinceNow: 120)
        while !first.health.isReady, Date() < end { try first.turn() }
        #expect(first.metrics.text.contains("tapedeck_assigned_partitions 1\n"))
        let second = try member()
        while !(first.health.isReady && second.health.isReady), Date() < end {
            try first.turn()
            try second.turn()
        }
        let owned = [first, second].filter { $0.metrics.text.contains("tapedeck_assigned_partitions 1\n") }
        #expect(owned.count == 1)
        try first.consumer.close()
        try second.consumer.close()
    }
}
