import Runtime
import Synchronization
import VenueKit
import WebSocket

/// The log lines and counters of one producer's connections.
final class ProducerFacts: ConnectionFacts {
    /// `<venue>/<source>`, before the connection's name in log lines.
    private let name: String
    private let logger: Logger
    private let metrics: MetricsRegistry
    private let labels: [String: String]
    private let heartbeats: Counter
    private let connected: Fact
    private let connectFailures: Fact
    private let silences: Fact
    private let requestFailures: Fact
    private let publishFailures: Fact
    private let waits: Fact
    private let fullQueues: Fact
    private let refusals: Fact
    private let acceptances: Fact
    private let refreshes: Fact
    private let disconnects: LabelledFacts
    private let replacements: LabelledFacts
    private let resubscriptions: LabelledFacts
    private let openCount = Atomic<Int>(0)

    /// The number of open connections.
    var openConnections: Int { openCount.load(ordering: .relaxed) }

    init(_ name: String, venue: String, source: String, logger: Logger, metrics: MetricsRegistry) {
        self.name = name
        self.logger = logger
        self.metrics = metrics
        let labels = ["venue": venue, "source": source]
        self.labels = labels
        heartbeats = metrics.counter("tapedeck_heartbeats_total", "Application-level pings sent.", labels: labels)
        connected = Fact(
            "connected", level: .info, logger: logger,
            counter: metrics.counter("tapedeck_connects_total", "WebSockets opened.", labels: labels),
            intervalMilliseconds: 0)
        connectFailures = Fact(
            "could not connect; trying again", logger: logger,
            counter: metrics.counter("tapedeck_connect_failures_total", "WebSockets that did not open.", labels: labels)
        )
        silences = Fact(
            "nothing was heard for too long; connecting anew", logger: logger,
            counter: metrics.counter("tapedeck_silences_total", "Connections given up for silence.", labels: labels))
        requestFailures = Fact(
            "a REST request failed; asking again", logger: logger,
            counter: metrics.counter("tapedeck_request_failures_total", "REST requests that failed.", labels: labels))
        publishFailures = Fact(
            "a frame could not be handed to Kafka", level: .error, logger: logger,
            counter: metrics.counter(
                "tapedeck_unpublished_frames_total", "Frames that could not be handed to Kafka.", labels: labels))
        waits = Fact(
            "the venue told us to wait", logger: logger,
            counter: metrics.counter(
                "tapedeck_venue_waits_total", "Times that a venue told us to wait (429, 418).", labels: labels))
        fullQueues = Fact(
            "too much waits to be asked for", level: .error, logger: logger,
            counter: metrics.counter(
                "tapedeck_venue_queue_full_total", "Frames and requests to a venue that found no room.", labels: labels)
        )
        refusals = Fact(
            "the venue refuses a topic; the others are recorded", level: .error, logger: logger,
            counter: metrics.counter(
                "tapedeck_refusals_total", "Topics that the venue has refused to send.", labels: labels))
        acceptances = Fact(
            "the venue sends what it refused before", level: .info, logger: logger,
            counter: metrics.counter(
                "tapedeck_refusals_over_total", "Topics that the venue sends after it refused them.", labels: labels))
        refreshes = Fact(
            "asking for a snapshot, since the last one is old", level: .debug, logger: logger,
            counter: metrics.counter(
                "tapedeck_scheduled_snapshots_total", "Snapshots asked for over REST because the last one was old.",
                labels: labels))
        disconnects = LabelledFacts(
            "disconnected; connecting anew", counter: "tapedeck_disconnects_total", "WebSockets lost, by reason.",
            label: "reason", labels: labels, logger: logger, metrics: metrics)
        replacements = LabelledFacts(
            "opening a successor", level: .info, counter: "tapedeck_replacements_total",
            "WebSockets that give way to a successor, by reason.", label: "reason", labels: labels, logger: logger,
            metrics: metrics)
        resubscriptions = LabelledFacts(
            "asking for a channel anew", counter: "tapedeck_resubscriptions_total",
            "Channels that were asked for anew, by reason.", label: "reason", labels: labels, logger: logger,
            metrics: metrics)
    }

    func connected(_ connection: String, endpoint: String) {
        openCount.add(1, ordering: .relaxed)
        connected.happened(connection, metadata: facts(connection, endpoint))
    }

    func failedToConnect(_ connection: String, endpoint: String, reason: String) {
        connectFailures.happened(connection, metadata: facts(connection, endpoint, ["reason": "\(reason)"]))
    }

    func disconnected(_ connection: String, reason: WebSocketCloseReason) {
        openCount.subtract(1, ordering: .relaxed)
        disconnects.happened(
            connection, reason.label, metadata: ["connection": "\(name)/\(connection)", "reason": "\(reason)"])
    }

    func retired(_ connection: String) {
        openCount.subtract(1, ordering: .relaxed)
    }

    func replacing(_ connection: String, why: ConnectionSupervisor.Replacement) {
        replacements.happened(
            connection, why.rawValue, metadata: ["connection": "\(name)/\(connection)", "reason": "\(why.rawValue)"])
    }

    func resubscribed(_ connection: String, symbol: String, why: SubscriptionWatch.Reason) {
        resubscriptions.happened(
            connection, why.rawValue,
            metadata: [
                "connection": "\(name)/\(connection)", "symbol": "\(symbol)", "reason": "\(why.rawValue)",
            ])
    }

    func refused(_ connection: String, _ refusal: SubscribeLedger.Refusal) {
        refusals.happened(
            refusal.name,
            metadata: [
                "connection": "\(name)/\(connection)", "topic": "\(refusal.name)", "reason": "\(refusal.words)",
            ])
    }

    func acceptedAgain(_ connection: String, name topic: String) {
        acceptances.happened(topic, metadata: ["connection": "\(name)/\(connection)", "topic": "\(topic)"])
    }

    func refreshed(_ connection: String, symbol: String) {
        refreshes.happened(symbol, metadata: ["connection": "\(name)/\(connection)", "symbol": "\(symbol)"])
    }

    func silent(_ connection: String, milliseconds: Int) {
        silences.happened(
            connection, metadata: ["connection": "\(name)/\(connection)", "milliseconds": "\(milliseconds)"])
    }

    func frameCounters(of connection: String) -> FrameCounters {
        let labels = labels.merging(["connection": connection]) { $1 }
        return FrameCounters(
            frames: metrics.counter("tapedeck_frames_total", "Frames received.", labels: labels),
            bytes: metrics.counter("tapedeck_frames_bytes_total", "Bytes of frames received.", labels: labels))
    }

    func sentHeartbeat(_ connection: String) { heartbeats.increment() }

    func failedToRequest(_ connection: String, request: String, reason: String) {
        requestFailures.happened(
            connection + request,
            metadata: ["connection": "\(name)/\(connection)", "request": "\(request)", "reason": "\(reason)"])
    }

    func toldToWait(_ connection: String, endpoint: String, status: Int, seconds: Int) {
        waits.happened(
            endpoint,
            metadata: facts(connection, endpoint, ["status": "\(status)", "seconds": "\(seconds)"]))
    }

    /// The metadata for a connection and an endpoint, without anything that may be a key.
    private func facts(_ connection: String, _ endpoint: String, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
        let known: Logger.Metadata = [
            "connection": "\(name)/\(connection)", "endpoint": "\(EndpointText.redacted(endpoint))",
        ]
        return known.merging(more) { known, _ in known }
    }

    func queueFull(_ connection: String, queue: String) {
        fullQueues.happened(connection, metadata: ["connection": "\(name)/\(connection)", "queue": "\(queue)"])
    }

    func failedToPublish(_ connection: String, reason: String) {
        publishFailures.happened(connection, metadata: ["connection": "\(name)/\(connection)", "reason": "\(reason)"])
    }
}
