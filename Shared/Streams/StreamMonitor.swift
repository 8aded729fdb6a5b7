public import Base
public import Kafka
public import Runtime
import Synchronization

/// Reports on the loop of a service that reads from Kafka: lag, partitions and queue as metrics and to /readyz, and to /healthz
/// whether the loop still runs.
public final class StreamMonitor: Sendable {
    private let health: HealthChecks
    private let metrics: MetricsRegistry
    private let clock: WallClock
    private let watchdog: Watchdog
    private let partitions: Gauge
    /// By topic. A topic that is no longer assigned stays at 0.
    private let lags = Mutex<[String: Gauge]>([:])
    private let lag = Atomic<Int64>(0)
    private let isLagKnown = Atomic(false)
    private let hasAssignment = Atomic(false)
    private let lastLook = Atomic<Int64>(0)

    /// The interval of checks of lag and queue.
    static let lookNanoseconds: Int64 = 1_000_000_000

    /// Adds the readiness checks `partitions` and `lag` and the liveness check `loop`.
    public init(_ health: HealthChecks, metrics: MetricsRegistry, clock: WallClock = .system) {
        self.health = health
        self.metrics = metrics
        self.clock = clock
        watchdog = Watchdog("loop", health: health, clock: clock)
        partitions = metrics.gauge(
            "tapedeck_assigned_partitions", "Partitions that this process reads.")
        health.add("partitions") { [self] in
            hasAssignment.load(ordering: .relaxed) ? .ok : .failing("none is assigned yet")
        }
        health.add("lag") { [self] in
            guard isLagKnown.load(ordering: .relaxed) else { return .failing("not known yet") }
            let records = lag.load(ordering: .relaxed)
            return records <= health.limits.maxLagRecords
                ? .ok : .failing("\(records) records behind, \(health.limits.maxLagRecords) are allowed")
        }
    }

    /// Reports that the loop runs, and checks the clients once a second without a request to the broker. Call it on the loop's
    /// thread.
    public func turn(_ consumer: KafkaConsumer, _ producer: KafkaProducer? = nil) {
        watchdog.beat()
        let now = clock.now()
        let last = lastLook.load(ordering: .relaxed)
        // A clock that was set back must not prevent the check.
        guard now - last >= Self.lookNanoseconds || now < last else { return }
        lastLook.store(now, ordering: .relaxed)
        let isAssigned = consumer.hasAssignment
        let wasAssigned = hasAssignment.exchange(isAssigned, ordering: .relaxed)
        if let producer { metrics.noteQueue(of: producer) }
        // A closing consumer gives no answer; the next check does.
        if let positions = try? consumer.positions() { partitions.set(positions.count) }
        // Partitions assigned before the last check have been fetched from since, so the client knows their ends.
        if let lags = try? consumer.lag() { note(lags, isKnown: isAssigned && wasAssigned) }
    }

    /// Reports that the loop is alive while it waits for Kafka or a disk.
    @Sendable public func beat() { watchdog.beat() }

    /// - Parameter isKnown: whether the list is complete.
    func note(_ found: [KafkaLag], isKnown: Bool) {
        var records: [String: Int64] = [:]
        for lag in found { records[lag.topic, default: 0] += lag.records }
        lags.withLock { gauges in
            for topic in records.keys where gauges[topic] == nil {
                gauges[topic] = metrics.gauge(
                    "tapedeck_consumer_lag_records", "Records not read yet, by topic.", labels: ["topic": topic])
            }
            for (topic, gauge) in gauges { gauge.set(Int(records[topic] ?? 0)) }
        }
        lag.store(records.values.reduce(0, +), ordering: .relaxed)
        isLagKnown.store(isKnown, ordering: .relaxed)
    }
}
