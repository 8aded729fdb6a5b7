public import Base
public import Kafka
import MarketData
public import Runtime
public import Spool
import Streams
import VenueKit
import WebSocket

/// Records venues over sources: connects, subscribes, and publishes every frame to `raw.<venue>`.
public final class ProducerService: Service {
    /// The name in logs.
    public let name = ServiceDeclaration.producer.name

    private let configs: [ProducerConfig]
    private let kafka: KafkaConfig
    private let spool: SpoolConfig?
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let clock: WallClock
    private let health: HealthChecks
    private let acknowledgements: AcknowledgementWatch
    /// The connection state of each configuration, in order.
    private let states: [RecordingState]
    private let limits = HostLimits()
    private let lags = LagBoard()

    /// The service connects only when it runs.
    ///
    /// - Parameters:
    ///   - spool: where frames are kept until Kafka has acknowledged them; nil keeps them only in memory.
    ///   - health: receives the readiness checks.
    public init(
        _ configs: [ProducerConfig], kafka: KafkaConfig, spool: SpoolConfig? = nil, logger: Logger,
        metrics: MetricsRegistry, health: HealthChecks = HealthChecks(), clock: WallClock = .system
    ) {
        self.configs = configs
        self.kafka = kafka
        self.spool = spool.flatMap { $0.isOn ? $0 : nil }
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
        self.health = health
        let acknowledgements = AcknowledgementWatch(now: clock.now())
        self.acknowledgements = acknowledgements
        states = configs.map { _ in RecordingState() }
        for (config, state) in zip(configs, states) { health.add(config.name) { state.status } }
        health.add("kafka") { acknowledgements.status(maxSeconds: health.limits.maxUnacknowledgedSeconds) }
    }

    /// Runs until the shutdown is requested. Unacknowledged frames then stay in the spool; without a spool, the service waits
    /// for their acknowledgement. Throws if the spool cannot be used.
    public func run(until shutdown: ShutdownSignal) throws {
        let events = KafkaEventLogger(client: "producer", logger: logger, metrics: metrics)
        let lost = Fact(
            "a frame was not published", level: .error, logger: logger,
            counter: metrics.counter("tapedeck_lost_records_total", "Records that Kafka did not take."))
        let spools = try spool.map {
            try SpoolSet(configs.map(\.spoolOwner), $0, lost: lost, logger: logger, metrics: metrics, clock: clock)
        }
        if let spool { DiskMetrics.register("spool", at: spool.directory, in: metrics) }
        let renewals = Fact(
            "the Kafka client broke for good: a new one takes its place", level: .error, logger: logger,
            counter: metrics.counter(
                "tapedeck_kafka_clients_renewed_total", "Kafka clients that broke for good and were replaced."))
        let producer = try RenewableProducer(renewals: renewals) { [kafka] () throws(KafkaError) in
            try KafkaProducer(
                KafkaProducerConfig(kafka: kafka), onEvent: { events.handle($0) },
                onDelivery: spools.map { spools -> @Sendable (KafkaDelivery) -> Void in { spools.delivered($0) } },
                onFailure: { failure in
                    if let spools { spools.failed(failure) } else { lost.happened(metadata: ["record": "\(failure)"]) }
                })
        }
        shutdown.onRequest { producer.stopWaiting() }
        let pending: @Sendable () -> Int = { spools?.pendingRecords ?? producer.current.counters.inFlight }
        show(pending)
        var recordings: [(loop: EventLoop, recording: VenueRecording)] = []
        for (index, config) in configs.enumerated() {
            let loop = EventLoop(name: config.name)
            try loop.start()
            let topic = TopicName.raw(venue: config.venue.name)
            let drain = spools?[index]
            let destination: RecordDestination =
                if let drain { .spool(drain.spool) } else { .kafka(RenewableTopic(topic, of: producer)) }
            let recording = makeRecording(config, states[index], to: destination, on: loop)
            // Before the connections start, so that a spool that is already full stops them.
            drain?.start(producer, topic: topic) { isFull in loop.post { recording.setReading(!isFull) } }
            loop.post { recording.start() }
            recordings.append((loop, recording))
        }
        let listener = ResnapshotListener(kafka, shutdown: shutdown, logger: logger, metrics: metrics) {
            [recordings] request in
            for (loop, recording) in recordings { loop.post { recording.resnapshot(request) } }
        }
        listener.start()
        while !shutdown.wait(milliseconds: Self.lookMilliseconds) {
            acknowledgements.look(
                pending: pending(), acknowledged: producer.acknowledged, now: clock.now())
            metrics.noteQueue(of: producer.current)
        }
        // The sockets are closed first, so that nothing new arrives. Then Kafka gets time to acknowledge the rest.
        for (loop, recording) in recordings {
            loop.post { recording.stop() }
            loop.stop()
        }
        listener.join()
        spools?.finish()
        let unpublished = producer.close(timeoutMilliseconds: spools == nil ? 10_000 : 0)
        spools?.close()
        if unpublished > 0, spools == nil {
            logger.error(
                "frames were lost: Kafka had not acknowledged them when the producer stopped",
                metadata: ["frames": "\(unpublished)"])
        }
    }

    /// The interval of checks for acknowledgements.
    private static let lookMilliseconds = 500

    private func show(_ pending: @escaping @Sendable () -> Int) {
        metrics.gauge("tapedeck_unacknowledged_records", "Records that Kafka has not acknowledged yet.") {
            Double(pending())
        }
        metrics.gauge(
            "tapedeck_unacknowledged_seconds", "How long Kafka has acknowledged nothing although records wait."
        ) { [acknowledgements] in acknowledgements.seconds }
    }

    private func makeRecording(
        _ config: ProducerConfig, _ state: RecordingState, to destination: RecordDestination, on loop: EventLoop
    ) -> VenueRecording {
        let (venue, source) = (config.venue.name, config.source)
        let labels = ["venue": venue, "source": source]
        state.show(in: metrics, labels: labels)
        let facts = ProducerFacts(config.name, venue: venue, source: source, logger: logger, metrics: metrics)
        metrics.gauge(
            "tapedeck_open_connections", "WebSockets that are open.", labels: labels
        ) { Double(facts.openConnections) }
        var options = WebSocketOptions()
        options.caFile = config.caFile
        var httpOptions = HTTPClientOptions()
        httpOptions.caFile = config.caFile
        let http = HTTPClient(loop: loop, options: httpOptions)
        var contexts: [Product: ConnectionContext] = [:]
        for product in config.subscriptions.map(\.product) {
            guard let endpoints = config.endpoints[product], let policy = config.policies[product] else { continue }
            options.pingInterval = policy.pingMilliseconds.map { .milliseconds($0) }
            contexts[product] = ConnectionContext(
                venue: config.venue, policy: policy, endpoints: endpoints,
                client: WebSocketClient(loop: loop, options: options), http: http, limits: limits, lags: lags,
                source: source, snapshotPeriod: config.snapshotPeriod, facts: facts, now: clock.now
            ) { connection in
                RawPublisher(to: destination, venue: venue, source: source, connection: connection, product: product)
            }
        }
        var listingFacts: [Product: ListingFacts] = [:]
        for product in config.filters.keys {
            listingFacts[product] = ListingFacts(
                "\(config.name) \(product.name)",
                labels: ["venue": venue, "source": source, "product": product.name], logger: logger, metrics: metrics)
        }
        return VenueRecording(
            config, contexts: contexts,
            facts: ResnapshotFacts(config.name, venue: venue, source: source, logger: logger, metrics: metrics),
            listingFacts: listingFacts, loop: loop, state: state,
            watchdog: Watchdog(config.name, health: health, clock: clock))
    }
}
