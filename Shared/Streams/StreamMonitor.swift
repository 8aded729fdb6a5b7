public import Base
public import Kafka
public import Runtime
import Synchronization

/// What the loop of a service that reads from Kafka tells of itself: lag, partitions and queue as metrics and to /readyz,
/// and to /healthz that it still turns.
public final class StreamMonitor: Sendable {
    private let health: HealthChecks
    private let metrics: MetricsRegistry
    private let clock: WallClock
    private let watchdog: Watchdog
    private let partitions: Gauge
    /// By topic. A topic that was ours once stays, at 0.
    private let lags = Mutex<[String: Gauge]>([:])
    private let lag = Atomic<Int64>(0)
    private let isLagKnown = Atomic(false)
    private let hasAssignment = Atomic(false)
    private let lastLook = Atomic<Int64>(0)

    /// How often lag and queue are looked at.
    static let lookNanoseconds: Int64 = 1_000_000_000

    /// Adds the checks `partitions` and `lag` to readiness and `loop` to being alive.
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

    /// Says that the loop turns; once a second it looks at the clients, without asking the broker. On the loop's thread.
    public func turn(_ consumer: KafkaConsumer, _ producer: KafkaProducer? = nil) {
        watchdog.beat()
        let now = clock.now()
        let last = lastLook.load(ordering: .relaxed)
        // A clock that was set back must not keep it from looking.
        guard now - last >= Self.lookNanoseconds || now < last else { return }
        lastLook.store(now, ordering: .relaxed)
        let isAssigned = consumer.hasAssignment
        let wasAssigned = hasAssignment.exchange(isAssigned, ordering: .relaxed)
        if let producer { metrics.noteQueue(of: producer) }
        // A consumer that is closing has no answer; the next look has.
        if let positions = try? consumer.positions() { partitions.set(positions.count) }
        // What was assigned a look ago has been fetched from meanwhile, so that the client knows the ends.
        if let lags = try? consumer.lag() { note(lags, isKnown: isAssigned && wasAssigned) }
    }

    /// Says that the loop waits for Kafka or a disk and is alive.
    @Sendable public func beat() { watchdog.beat() }

    /// - Parameter isKnown: whether these are all that there are.
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
