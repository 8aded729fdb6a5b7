public import Kafka
import MarketData
public import Runtime
import Venues
import WebSocket

/// Records venues over sources: connects, subscribes, and publishes every frame to `raw.<venue>`.
public final class ProducerService: Service {
    /// The name in logs.
    public let name = "producer"

    private let configs: [ProducerConfig]
    private let kafka: KafkaConfig
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let clock: WallClock

    /// Makes the service; it connects when it runs.
    public init(
        _ configs: [ProducerConfig], kafka: KafkaConfig, logger: Logger, metrics: MetricsRegistry,
        clock: WallClock = .system
    ) {
        self.configs = configs
        self.kafka = kafka
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
    }

    /// Runs until the shutdown is requested; frames that Kafka has not acknowledged by then are waited for.
    public func run(until shutdown: ShutdownSignal) throws {
        let events = KafkaEventLogger(client: "producer", logger: logger, metrics: metrics)
        let lost = Fact(
            "a frame was not published", level: .error, logger: logger,
            counter: metrics.counter("tapedeck_lost_records_total", "Records that Kafka did not take."))
        let producer = try KafkaProducer(
            KafkaProducerConfig(kafka: kafka), onEvent: { events.handle($0) },
            onFailure: { failure in lost.happened(metadata: ["record": "\(failure)"]) })
        shutdown.onRequest { producer.stopWaiting() }
        metrics.gauge("tapedeck_unacknowledged_records", "Records that Kafka has not acknowledged yet.") {
            Double(producer.counters.inFlight)
        }
        var recordings: [(loop: EventLoop, connections: [VenueConnection])] = []
        for config in configs {
            let loop = EventLoop(name: config.name)
            try loop.start()
            let connections = try makeConnections(config, producer, on: loop)
            for connection in connections { loop.post { connection.start() } }
            recordings.append((loop, connections))
        }
        shutdown.wait()
        // First the sockets, so that nothing new comes in; then Kafka gets the time to acknowledge what came.
        for (loop, connections) in recordings {
            for connection in connections { loop.post { connection.stop() } }
            loop.stop()
        }
        let unpublished = producer.close(timeoutMilliseconds: 10_000)
        if unpublished > 0 {
            logger.error(
                "frames were lost: Kafka had not acknowledged them when the producer stopped",
                metadata: ["frames": "\(unpublished)"])
        }
    }

    private func makeConnections(
        _ config: ProducerConfig, _ producer: KafkaProducer, on loop: EventLoop
    ) throws -> [VenueConnection] {
        let facts = ProducerFacts(
            config.name, venue: config.venue.name, source: config.source, logger: logger, metrics: metrics)
        metrics.gauge(
            "tapedeck_open_connections", "WebSockets that are open.",
            labels: ["venue": config.venue.name, "source": config.source]
        ) { Double(facts.openConnections) }
        var options = WebSocketOptions()
        options.caFile = config.caFile
        var httpOptions = HTTPClientOptions()
        httpOptions.caFile = config.caFile
        let client = WebSocketClient(loop: loop, options: options)
        let http = HTTPClient(loop: loop, options: httpOptions)
        let topic = try producer.topic(TopicName.raw(venue: config.venue.name))
        return config.subscriptions.flatMap { subscription -> [VenueConnection] in
            guard let endpoints = config.endpoints[subscription.product] else { return [] }
            return config.venue.plan(subscription).map { plan in
                let publisher = RawPublisher(
                    producer, topic: topic, venue: config.venue.name, source: config.source, connection: plan.name,
                    product: plan.product.name)
                return VenueConnection(
                    venue: config.venue, plan: plan, endpoints: endpoints, client: client, http: http,
                    publisher: publisher, facts: facts, now: clock.now)
            }
        }
    }
}
