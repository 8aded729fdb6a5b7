import Base
import DedupCore
import Documents
import Foundation
import JSON
import Kafka
import MarketData
import Runtime
import Streams
import TestSupport
import VenueKit

/// Measures how long dedup takes to read its state after a restart: 10,000 symbols, each with a book and the ids of its last
/// trades.
///
/// It needs a separate, new Kafka (`KAFKA_BOOTSTRAP_SERVERS`).
struct RestoreBench {
    private static let symbols = 10_000
    private static let trades = 64

    private let kafka: KafkaConfig

    init(servers: String) {
        kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
    }

    func run() throws {
        _ = try KafkaAdmin(kafka).create(
            TopicTable(venues: ["bybit"], partitions: 4).topics, timeoutMilliseconds: 30_000)
        let documents = try fill()
        let first = MetricsRegistry()
        try serve(first) { first.sum(of: "tapedeck_documents_in_total") >= Double(documents) }
        let second = MetricsRegistry()
        try serve(second) { second.sum(of: "tapedeck_restored_channels") > 0 }
        print(
            String(
                format: "state of %d symbols, %.0f channels, %d identities: restored in %.2f s", Self.symbols,
                second.sum(of: "tapedeck_restored_channels"), Self.symbols * Self.trades,
                second.sum(of: "tapedeck_restore_seconds")))
    }

    /// Publishes the documents that make up the state. Returns their number.
    private func fill() throws -> Int {
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        var batch = EventBatch()
        var encoder = DocumentEncoder()
        var writer = JSONWriter()
        let ids = (0..<Self.symbols).map { number in
            RandomEvents.intern(
                "COIN\(number)USDT", venue: "bybit", product: .linear, instrument: "COIN\(number)-USDT-PERP", in: &batch
            )
        }
        func publish(_ kind: EventKind) throws {
            writer.removeAll()
            encoder.encode(batch.entries[0], of: batch, to: &writer)
            let key = UnsafeRawBufferPointer(encoder.key(of: batch.header(of: batch.entries[0]).symbol, in: batch))
            try producer.produce(to: producer.topic(TopicName.normalized(kind)), key: key, value: writer.bytes)
        }
        for round in 0...Self.trades {
            for id in ids {
                batch.removeAll()
                batch.source = "primary"
                batch.receiveTime = Timestamp(nanoseconds: WallClock.system.now())
                let header = EventHeader(symbol: id, eventTime: batch.receiveTime)
                if round == 0 {
                    batch.append(
                        BookChange(
                            header: header, kind: .snapshot, rule: .contiguous, depth: 50, firstSequence: 1,
                            lastSequence: 1, bids: .empty, asks: .empty))
                    try publish(.book)
                } else {
                    batch.append(
                        Trade(
                            header: header, tradeID: batch.addText("\(id.index)-\(round)"), price: Decimal(1),
                            size: Decimal(1), aggressorSide: .buy))
                    try publish(.trade)
                }
            }
        }
        guard producer.flush(timeoutMilliseconds: 120_000) else { throw BenchError.unacknowledged }
        return Self.symbols * (Self.trades + 1)
    }

    /// Runs the service until `isDone`.
    private func serve(_ metrics: MetricsRegistry, until isDone: () -> Bool) throws {
        let dedup = RunningStages([
            DedupService(try Configuration(text: "").read(), kafka: kafka, logger: .bench, metrics: metrics)
        ])
        while !isDone() { usleep(20_000) }
        dedup.stop()
    }
}
