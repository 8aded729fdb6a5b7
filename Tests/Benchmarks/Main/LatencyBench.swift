import DedupCore
import Foundation
import Kafka
import MarketData
import NormalizerCore
import Redis
import Runtime
import SignalsCore
import Streams
import TestSupport
import VenueKit

/// The latency from the raw record in Kafka to the book in Redis, at a steady rate. It is the metric of signals for the oldest
/// document of each write. Normalizer, dedup (with its transactions) and signals run on threads of this process.
///
/// With `hops`, readers at each topic in between also report the age of documents there: the latency of dedup is the difference
/// of two lines. The readers use a part of the machine, so the last line is worse with them.
///
/// A bare chain of three hops of the client library is measured directly afterwards at the same rate, for comparison.
///
/// It needs a separate, new Kafka (`KAFKA_BOOTSTRAP_SERVERS`). Frames have their publishing time as receive time.
struct LatencyBench {
    let servers: String
    /// Frames per second.
    let rate: Int
    /// Whether to measure at the topics in between as well as at the end.
    let hops: Bool
    /// How many times the recording is published before the measurement.
    let warmUp: Int

    func run() throws {
        let kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
        _ = try KafkaAdmin(kafka).create(
            TopicTable(venues: ["binance"], partitions: 4).topics, timeoutMilliseconds: 30_000)
        let redis = try RunningRedis()
        defer { redis.stop() }
        let configuration = try Configuration(text: "")
        let signals = MetricsRegistry()
        let dedup = MetricsRegistry()
        let stages = RunningStages([
            NormalizerService(try configuration.read(), kafka: kafka, logger: .bench, metrics: MetricsRegistry()),
            DedupService(try configuration.read(), kafka: kafka, logger: .bench, metrics: dedup),
            SignalsService(
                try configuration.read(), kafka: kafka, redis: RedisConfig(port: redis.port), logger: .bench,
                metrics: signals),
        ])
        let watches = hops ? try Self.watches(kafka) : []
        // Wait until the groups have their partitions, before the first frame.
        Thread.sleep(forTimeInterval: 8)
        let publisher = try FramePublisher(kafka)
        guard let frames = try LoadedRecording(TimedRecording.find()) else { throw BenchError.noFrames }
        for symbol in TimedRecording.warmUp.prefix(warmUp) {
            try publisher.publish(frames.renaming(TimedRecording.symbol, to: symbol), rate: rate)
        }
        Thread.sleep(forTimeInterval: 3)
        let before = LatencyCounts(signals.text)
        let parts = ["tapedeck_flush_seconds", "tapedeck_commit_seconds"]
        let partsBefore = parts.map { LatencyCounts(dedup.text, of: $0) }
        for watch in watches { watch.watch.clear() }
        let reached = try publisher.publish(frames, rate: rate)
        Thread.sleep(forTimeInterval: 1)
        let after = LatencyCounts(signals.text)
        let partsAfter = zip(parts, partsBefore).map { LatencyCounts(dedup.text, of: $0).since($1) }
        stages.stop()
        for (name, watch) in watches {
            watch.stop()
            print("\(name.padding(toLength: 30, withPad: " ", startingAt: 0)) \(watch.text)")
        }
        for (name, part) in zip(parts, partsAfter) {
            print(
                String(
                    format: "dedup's %@: p50 %@ p90 %@ p99 %@ of %.0f", name, part.quantile(0.5), part.quantile(0.9),
                    part.quantile(0.99), part.total))
        }
        let counts = after.since(before)
        let chain = try chain(publisher, frames, kafka)
        print(
            String(
                format: "raw record to Redis at %.0f frames/s: p50 %@ p90 %@ p99 %@ of %.0f writes",
                reached, counts.quantile(0.5), counts.quantile(0.9), counts.quantile(0.99), counts.total))
        print(
            String(
                format: "bare chain of three hops: p50 %.1f ms p90 %.1f ms p99 %.1f ms", chain.half, chain.most,
                chain.nearlyAll))
    }

    private func chain(
        _ publisher: FramePublisher, _ frames: borrowing LoadedRecording, _ kafka: KafkaConfig
    ) throws -> (half: Double, most: Double, nearlyAll: Double) {
        let chain = try BareChain(from: TopicName.raw(venue: "binance"), kafka: kafka)
        Thread.sleep(forTimeInterval: 2)
        try publisher.publish(frames.renaming(TimedRecording.symbol, to: TimedRecording.warmUp[0]), rate: rate)
        Thread.sleep(forTimeInterval: 2)
        chain.clear()
        try publisher.publish(frames, rate: rate)
        Thread.sleep(forTimeInterval: 1)
        return chain.stop()
    }

    private static func watches(_ kafka: KafkaConfig) throws -> [(name: String, watch: HopWatch)] {
        let normalized = [EventKind.trade, .book].map(TopicName.normalized)
        let market = [EventKind.trade, .book].map(TopicName.market)
        return [
            ("normalized", try HopWatch(normalized, readsCommitted: true, kafka: kafka)),
            ("market, read uncommitted", try HopWatch(market, readsCommitted: false, kafka: kafka)),
            ("market, read committed", try HopWatch(market, readsCommitted: true, kafka: kafka)),
        ]
    }
}
