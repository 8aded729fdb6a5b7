import Foundation
import PipelineSupport
import Simulator
import TestSupport
import Testing

/// SIGKILL at random moments of everything that may be killed, on a real Kafka.
@Suite(
    "Kills on a real Kafka", .serialized,
    .enabled(if: RealKafka.servers != nil, "no real Kafka: set KAFKA_BOOTSTRAP_SERVERS"))
struct KillTests {
    /// How often each of them is killed: KILLS.
    private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap { Int($0) } ?? 20
    /// KILLS_SEED makes the run again.
    private static let seed =
        ProcessInfo.processInfo.environment["KILLS_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...UInt64.max)

    private enum Victim: String, CaseIterable {
        case producer, normalizer, dedup
    }

    @Test(
        "each event is there once and in order, however often producers, normalizer, dedup and Redis are killed",
        arguments: [seed])
    func kills(seed: UInt64) async throws {
        let (comparison, redis) = try await onOwnThread { try Self.run(seed) }
        #expect(comparison.sent > 100)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
        #expect(redis == [], "not shown by Redis")
    }

    private static func run(_ seed: UInt64) throws -> (TapeComparison, [String]) {
        print("kills by seed \(seed), \(kills) of each")
        var options = try FaultyRun.options()
        options.killsServices = true
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        // At each moment many events have come from one source and not from the other: a state that got lost shows.
        try run.pipeline.simulator.control("fault?kind=delay&label=replica&probability=1&milliseconds=200")
        var generator = SeededGenerator(seed: seed)
        let victims = Victim.allCases.flatMap { Array(repeating: $0, count: kills) }.shuffled(using: &generator)
        for (count, victim) in victims.enumerated() {
            // Moments between two kills, so that many happen while a service is still starting.
            usleep(UInt32.random(in: 200_000...1_500_000, using: &generator))
            switch victim {
            case .producer:
                // The other source is to have all that this one does not hear.
                try run.waitForFrames(20)
                try run.pipeline.restartProducer(FaultyRun.sources.randomElement(using: &generator) ?? "")
            case .normalizer: try run.pipeline.restartNormalizer()
            case .dedup: try run.pipeline.restartDedup()
            }
            if count % 10 == 5 {
                run.pipeline.redis.stop()
                try run.pipeline.redis.start()
            }
        }
        try run.goOn(100)
        return (try run.end(), try run.waitForRedis())
    }
}
