import Base
import Glibc

/// Ends a process whose main loop hangs, so that its supervisor restarts it: Docker reports that a container is unhealthy, but
/// does not restart it (https://docs.docker.com/reference/compose-file/services/#healthcheck).
///
/// Every process may safely end at any moment. A client library that never returns is worse, because its partitions stay
/// assigned to a member that does nothing.
struct HangGuard {
    /// The interval of the checks.
    private static let intervalSeconds = 5
    /// The number of consecutive failed checks after which the process ends.
    private let limit: Int
    private var failed = 0

    /// - Parameter seconds: how long a check of /healthz may fail. Checks are counted instead of reading a clock, so that a
    ///   clock jump or a sleeping machine does not end the process.
    init(seconds: Int) { limit = max(2, seconds / Self.intervalSeconds) }

    /// Records a check. Returns whether the limit is reached.
    mutating func look(isAlive: Bool) -> Bool {
        failed = isAlive ? 0 : failed + 1
        return failed >= limit
    }

    /// Watches the process until the shutdown, on its own thread; after that the grace time of the runner applies.
    static func start(_ health: HealthChecks, logger: Logger, until shutdown: ShutdownSignal) {
        WorkerThread.detach(name: "hang guard") {
            var hangGuard = HangGuard(seconds: health.limits.watchdogSeconds)
            while !shutdown.wait(milliseconds: intervalSeconds * 1000) {
                let failing = health.liveness.filter { $0.status != .ok }
                guard hangGuard.look(isAlive: failing.isEmpty) else { continue }
                logger.critical(
                    "hangs; ending, to be started anew",
                    metadata: ["loops": "\(failing.map(\.name).joined(separator: ","))"])
                _exit(ExitCode.failure.rawValue)
            }
        }
    }
}
