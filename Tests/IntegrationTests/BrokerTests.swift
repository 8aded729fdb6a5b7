import Foundation
import Kafka
import MarketData
import PipelineSupport
import Runtime
import Testing

/// Brokers of a cluster that end and come back, with every partition on three of them.
@Suite(
    "Three brokers", .serialized,
    .enabled(
        if: RealKafka.servers != nil && RealKafka.killBroker != nil && RealKafka.stopBroker != nil
            && RealKafka.start != nil,
        "needs KAFKA_BOOTSTRAP_SERVERS of three brokers, KAFKA_BROKER_KILL_COMMAND, KAFKA_BROKER_STOP_COMMAND, KAFKA_START_COMMAND"
    ))
struct BrokerTests {
    @Test(
        "each event is there once and in order: the coordinator of dedup's transactions is killed, another broker stops"
    )
    func leaders() async throws {
        let (comparison, leaders) = try await onOwnThread { try Self.run() }
        #expect(comparison.sent > 500)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
        #expect(leaders[0] != leaders[1], "another leads what the killed one led")
    }

    private static func run() throws -> (TapeComparison, [Int32]) {
        var options = try FaultyRun.options()
        options.replication = 3
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        let admin = try KafkaAdmin(run.pipeline.kafka)
        let id = "tapedeck-dedup\(options.groupSuffix)-\(ProcessEnvironment.hostName)"
        let coordinator = try leader(of: id, in: "__transaction_state", admin)
        try RealKafka.run(RealKafka.killBroker, broker: coordinator)
        try run.goOn(500)
        let successor = try leader(of: id, in: "__transaction_state", admin)
        try startAgain(admin)
        try RealKafka.run(RealKafka.stopBroker, broker: successor)
        try run.goOn(500)
        try RealKafka.run(RealKafka.start)
        return (try run.end(), [coordinator, successor])
    }

    /// The broker that leads the partition of a key's hash, as brokers choose the coordinator of a transactional id
    /// (`Utils.abs(id.hashCode()) % partitions`, kafka.coordinator.transaction.TransactionStateManager).
    private static func leader(of key: String, in topic: String, _ admin: KafkaAdmin) throws -> Int32 {
        let partitions = try admin.describe(topic, timeoutMilliseconds: 30_000).partitions
        let hash = key.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }
        return partitions[Int(hash & .max) % partitions.count].leader
    }

    /// Starts what does not run, and waits until all copies of all partitions are up to date.
    private static func startAgain(_ admin: KafkaAdmin) throws {
        try RealKafka.run(RealKafka.start)
        for _ in 0..<600 {
            let topics = (try? admin.list(timeoutMilliseconds: 10_000)) ?? []
            let partitions = topics.flatMap(\.partitions)
            if !partitions.isEmpty, partitions.allSatisfy({ $0.inSync.count == $0.replicas.count }) { return }
            usleep(100_000)
        }
        throw PipelineFailure(what: "not all copies are up to date")
    }
}
