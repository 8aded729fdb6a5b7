import Base
import Documents
import JSON
import Kafka
import MarketData
import Runtime
import Streams

/// Requests the snapshots that books need from the producers, on `control.resnapshot`.
final class SnapshotRequests {
    private let producer: KafkaProducer
    private let topic: KafkaTopic
    private let fact: Fact
    private let failures: Fact
    private var writer = JSONWriter()
    /// Older requests are useless.
    private static let lifeMilliseconds = 30_000

    init(
        _ kafka: KafkaConfig, logger: Logger, registry: MetricsRegistry, onWait: @escaping @Sendable () -> Void
    ) throws(KafkaError) {
        let events = KafkaEventLogger(client: "producer", logger: logger, metrics: registry)
        producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka, deliveryTimeoutMilliseconds: Self.lifeMilliseconds),
            onEvent: { events.handle($0) }, onWait: onWait)
        topic = try producer.topic(TopicName.resnapshot)
        fact = Fact(
            "asked for a snapshot", level: .info, logger: logger,
            counter: registry.counter("tapedeck_resnapshots_wanted_total", "Requests for a snapshot."))
        failures = Fact(
            "a snapshot could not be asked for", logger: logger,
            counter: registry.counter("tapedeck_resnapshot_failures_total", "Requests that Kafka did not take."))
    }

    /// Requests a snapshot. If Kafka does not accept the request, it is repeated when the book is due again.
    func ask(_ need: BookNeed) {
        let market = need.market
        fact.happened(
            "\(market.market)",
            metadata: [
                "instrument": "\(market.instrument)", "venue": "\(market.venue)", "channel": "book",
                "reason": "\(need.need.rawValue)",
            ])
        writer.removeAll()
        ResnapshotRequest(
            venue: market.venue, product: market.product, symbol: market.symbol, channel: "book", source: "signals",
            reason: need.need.rawValue, requestTime: Timestamp(nanoseconds: WallClock.system.now())
        ).write(to: &writer)
        let key = Array(market.market.description.utf8)
        do throws(KafkaError) {
            try key.withUnsafeBytesTyped { (key) throws(KafkaError) in
                try producer.produce(to: topic, key: key, value: writer.bytes)
            }
        } catch {
            failures.happened(metadata: ["reason": "\(error)"])
        }
    }

    /// Ends; unsent requests are discarded.
    func close() { _ = producer.close(timeoutMilliseconds: 0) }
}
