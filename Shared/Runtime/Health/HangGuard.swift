import Base
import Glibc

/// Ends a process whose main loop hangs, so that whoever looks after it starts it anew: Docker tells that a container is
/// unhealthy, but does not restart it (https://docs.docker.com/reference/compose-file/services/#healthcheck).
///
/// Everything is made so that a process may end at any moment. A client library that never returns is worse: its partitions
/// stay with a member that does nothing.
struct HangGuard {
    /// What lies between two looks at the checks.
    private static let intervalSeconds = 5
    /// Failed looks in a row after which the process ends.
    private let limit: Int
    private var failed = 0

    /// - Parameter seconds: for how long a check of /healthz may fail; looks are counted, not clocks read, so that a clock
    ///   that jumps or a machine that slept ends nothing.
    init(seconds: Int) { limit = max(2, seconds / Self.intervalSeconds) }

    /// Takes note of a look. Returns whether it was the last one too many.
    mutating func look(isAlive: Bool) -> Bool {
        failed = isAlive ? 0 : failed + 1
        return failed >= limit
    }

    /// Looks after the process until the shutdown, on a thread of its own; after that the runner's grace holds.
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
