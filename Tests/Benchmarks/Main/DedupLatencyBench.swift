import DedupCore
import DedupSupport
import Foundation
import Kafka
import MarketData
import Runtime
import Streams
import TestSupport
import VenueKit

/// The latency that dedup adds to a document. Documents are published to `normalized.*` at a steady rate, each with its
/// publishing time as `ts_recv`, and readers measure before and after dedup. Nothing else runs.
///
/// It needs a separate, new Kafka (`KAFKA_BOOTSTRAP_SERVERS`).
struct DedupLatencyBench {
    let servers: String
    /// Documents per second.
    let rate: Int

    private static let kinds = [EventKind.trade, .book]

    func run() throws {
        let kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
        _ = try KafkaAdmin(kafka).create(
            TopicTable(venues: ["binance"], partitions: 4).topics, timeoutMilliseconds: 30_000)
        let documents = try RecordedDocuments(TimedRecording.find(), limit: .max).documents
        let dedup = RunningStages([
            DedupService(try Configuration(text: "").read(), kafka: kafka, logger: .bench, metrics: MetricsRegistry())
        ])
        let before = try HopWatch(Self.kinds.map(TopicName.normalized), readsCommitted: true, kafka: kafka)
        let behind = try HopWatch(Self.kinds.map(TopicName.market), readsCommitted: false, kafka: kafka)
        // Wait until the group has its partitions, before the first document.
        Thread.sleep(forTimeInterval: 8)
        let publisher = try DocumentPublisher(kafka)
        let symbol = TimedRecording.symbol
        for other in TimedRecording.warmUp { try publisher.publish(documents, of: symbol, as: other, rate: rate) }
        Thread.sleep(forTimeInterval: 3)
        before.clear()
        behind.clear()
        let reached = try publisher.publish(documents, of: symbol, as: symbol, rate: rate)
        Thread.sleep(forTimeInterval: 1)
        dedup.stop()
        for watch in [before, behind] { watch.stop() }
        print("before dedup                   \(before.text)")
        print("behind dedup, read uncommitted \(behind.text)")
        let added = behind.quantile(0.5) - before.quantile(0.5)
        print(String(format: "dedup adds %.1f ms at the median, at %.0f documents/s", added, reached))
    }
}
