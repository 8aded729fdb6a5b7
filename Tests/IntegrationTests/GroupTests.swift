import Foundation
import MarketData
import PipelineSupport
import Simulator
import TestSupport
import Testing
import Venues

/// Several members of dedup's group on a real Kafka: partitions move while events flow.
@Suite(
    "Dedup as a group on a real Kafka", .serialized,
    .enabled(if: RealKafka.servers != nil, "no real Kafka: set KAFKA_BOOTSTRAP_SERVERS"))
struct GroupTests {
    private struct Run: Sendable {
        var sent = 0
        var ids: [String] = []
        var books = 0
        var wrong: [String] = []
        var gaps: [String] = []
        var hasSurvived = false
    }

    @Test(
        "each event is there once: a member comes, is paused until others have its partitions, wakes up and is killed")
    func zombie() async throws {
        let run = try await onOwnThread { try Self.run() }
        #expect(run.hasSurvived, "a member that was thought dead begins anew")
        #expect(run.sent > 100)
        #expect(run.ids.count == run.sent && Set(run.ids).count == run.sent)
        #expect(run.wrong == [] && run.books == 2)
        #expect(run.gaps == [])
    }

    private static func run() throws -> Run {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT", "ETHUSDT"], kinds: [.trade, .book])])
        options.sources = ["primary", "replica"]
        options.simulation.framesPerSecond = 50
        options.bootstrapServers = RealKafka.servers
        options.groupSuffix = "-\(UUID().uuidString)"
        options.killsServices = true
        let pipeline = try RunningPipeline(options)
        defer { pipeline.stop() }
        var seen = 0
        func more(_ count: Int) throws {
            seen = pipeline.tape.count("market.")
            try pipeline.wait { $0.tape.count("market.") > seen + count }
        }
        try more(100)
        let member = try pipeline.startDedupMember(instance: "second")
        defer { member.kill() }
        try more(300)
        member.pause()
        // Longer than the group waits for it. Then others have its partitions, and what lay there is taken in.
        let end = Date(timeIntervalSinceNow: 13)
        try pipeline.wait { try Date() > end && $0.dedupLag() < 200 }
        member.wake()
        try more(300)
        var run = Run()
        run.hasSurvived = member.isRunning
        member.kill()
        try more(300)
        try pipeline.restartDedup()
        try pipeline.runByOffsets { _ in true }
        run.sent =
            try pipeline.tradesSent(venue: "bybit", symbol: "BTCUSDT")
            + pipeline.tradesSent(venue: "bybit", symbol: "ETHUSDT")
        run.ids = pipeline.tape.records(TopicName.market(.trade)).map { record in
            let document = try? JSONSerialization.jsonObject(with: Data(record.value)) as? [String: Any]
            return "\(document?["symbol"] ?? "") \(document?["trade_id"] ?? "")"
        }
        (run.books, run.wrong) = try BookComparison(pipeline).compare()
        run.gaps = pipeline.tape.records(TopicName.market(.gap)).map(\.text)
        return run
    }
}
