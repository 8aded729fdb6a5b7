import Foundation
import PipelineSupport
import Testing

/// Several members of dedup's group on a real Kafka: partitions move while events flow.
@Suite(
    "Dedup as a group on a real Kafka", .serialized,
    .enabled(if: RealKafka.servers != nil, "no real Kafka: set KAFKA_BOOTSTRAP_SERVERS"))
struct GroupTests {
    @Test(
        "each event is there once: a member comes, is paused until others have its partitions, wakes up and is killed")
    func zombie() async throws {
        let (comparison, hasSurvived) = try await onOwnThread { try Self.run() }
        #expect(hasSurvived, "a member that was thought dead begins anew")
        #expect(comparison.sent > 500)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
    }

    private static func run() throws -> (TapeComparison, hasSurvived: Bool) {
        var options = try FaultyRun.options()
        options.killsServices = true
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        let member = try run.pipeline.startDedupMember(instance: "second")
        defer { member.kill() }
        try run.goOn(300)
        member.pause()
        // Longer than the group waits for it. Then others have its partitions, and what lay there is taken in.
        let end = Date(timeIntervalSinceNow: 13)
        try run.pipeline.wait { try Date() > end && $0.dedupLag() < 200 }
        member.wake()
        try run.goOn(300)
        let hasSurvived = member.isRunning
        member.kill()
        try run.goOn(300)
        try run.pipeline.restartDedup()
        return (try run.end(), hasSurvived)
    }
}
