import Base
import Foundation
public import Runtime
import Synchronization

/// A service at work on a thread of its own, with its own metrics and log, as it would be in a process of its own.
public final class RunningService: @unchecked Sendable {
    /// The name in failures.
    public let name: String
    /// What it counts.
    public let metrics = MetricsRegistry()
    /// What it says of its health.
    public let health = HealthChecks()
    /// What it says.
    public let log = ServiceLog()
    private let shutdown = ShutdownSignal()
    private let ended = DispatchSemaphore(value: 0)
    private let failure = Mutex<String?>(nil)
    private var isJoined = false

    /// Makes a service and runs it.
    public init(_ name: String, _ make: (Logger, MetricsRegistry, HealthChecks) throws -> any Service) rethrows {
        self.name = name
        let log = log
        let service = try make(Logger(label: name, factory: { _ in log.handler }), metrics, health)
        // As `ServiceMain` does.
        ProcessMetrics.register(
            in: metrics, version: Build.version, startNanoseconds: WallClock.system.now())
        health.show(in: metrics)
        WorkerThread.detach(name: name) { [self] in
            do {
                try service.run(until: shutdown)
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            ended.signal()
        }
    }

    /// Why it ended by itself; nil while all is well.
    public var error: String? { failure.withLock { $0 } }

    /// Asks it to end as SIGTERM does, and waits until it has.
    public func stop() {
        shutdown.request(reason: "test")
        guard !isJoined else { return }
        isJoined = true
        ended.wait()
    }

    /// The sum of a metric over those of its series whose labels hold `label`, such as `type="book"`.
    public func total(_ metric: String, _ label: String = "") -> Int {
        MetricsText(metrics.text).total(metric, label)
    }
}
