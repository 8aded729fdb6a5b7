import PipelineSupport
import Simulator
import Testing

/// The only broker of a cluster is asked to stop: while it stops, no partition has a leader.
@Suite(
    "A broker that stops", .serialized,
    .enabled(
        if: RealKafka.servers != nil && RealKafka.stop != nil && RealKafka.start != nil,
        "needs KAFKA_BOOTSTRAP_SERVERS of one broker, KAFKA_STOP_COMMAND, KAFKA_START_COMMAND"))
struct BrokerStopTests {
    /// Each stop has its chance that the broker forgets the transaction that dedup was committing.
    private static let stops = 3

    @Test("each event is there once and in order when it stops in the midst of commits and dedup is killed meanwhile")
    func stopped() async throws {
        let comparison = try await onOwnThread { try Self.run() }
        #expect(comparison.sent > 500)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
    }

    private static func run() throws -> TapeComparison {
        var options = try FaultyRun.options()
        options.killsServices = true
        options.simulation.framesPerSecond = 300
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        for _ in 0..<stops {
            try RealKafka.run(RealKafka.stop)
            try run.pipeline.restartDedup()
            try RealKafka.run(RealKafka.start)
            try run.goOn(300)
        }
        return try run.end()
    }
}
