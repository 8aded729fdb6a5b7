public import Base

/// Runs services, each on its own thread, until a signal arrives or one of them ends.
public struct ServiceRunner: Sendable {
    private let logger: Logger
    private let shutdown: ShutdownSignal
    private let graceMilliseconds: Int

    /// A runner without services; signals are not handled until `handleSignals()`.
    ///
    /// - Parameters:
    ///   - shutdown: stops the services.
    ///   - graceMilliseconds: how long services may take to end after that; slower ones are abandoned.
    public init(logger: Logger, shutdown: ShutdownSignal, graceMilliseconds: Int = 30_000) {
        self.logger = logger
        self.shutdown = shutdown
        self.graceMilliseconds = graceMilliseconds
    }

    /// From now on SIGTERM and SIGINT request the shutdown; a second one ends the process at once.
    public func handleSignals() { ProcessSignals.forward(to: shutdown) }

    /// Runs the services and waits for all of them; when one ends, the others are asked to end as well.
    ///
    /// - Returns: success when all ended without an error; else the code of the first error.
    public func run(_ services: [any Service]) -> ExitCode {
        let ending = Ending(names: services.map(\.name))
        for service in services {
            let (logger, shutdown) = (logger, shutdown)
            WorkerThread.detach(name: service.name) {
                do {
                    try service.run(until: shutdown)
                    logger.info("stopped", metadata: ["service": "\(service.name)"])
                    ending.end(of: service.name, code: .success)
                } catch {
                    logger.critical("failed", metadata: ["service": "\(service.name)", "error": "\(error)"])
                    ending.end(of: service.name, code: ExitCode(error))
                }
                shutdown.request(reason: "\(service.name) ended")
            }
        }
        shutdown.wait()
        logger.info("shutting down", metadata: ["reason": "\(shutdown.reason ?? "")"])
        let late = ending.wait(milliseconds: graceMilliseconds)
        if !late.isEmpty {
            logger.critical(
                "gave up waiting",
                metadata: ["services": "\(late.joined(separator: ","))", "milliseconds": "\(graceMilliseconds)"])
            return .failure
        }
        return ending.code
    }

    /// The running services, and the results of the others.
    private final class Ending: @unchecked Sendable {
        private let condition = Condition()
        private var running: [String]
        private var firstFailure: ExitCode?

        init(names: [String]) { running = names }

        func end(of name: String, code: ExitCode) {
            condition.withLock {
                if let index = running.firstIndex(of: name) { running.remove(at: index) }
                if code != .success, firstFailure == nil { firstFailure = code }
                condition.broadcast()
            }
        }

        /// Waits for all services; returns the names of those that were too slow.
        func wait(milliseconds: Int) -> [String] {
            let end = Condition.moment(afterMilliseconds: milliseconds)
            return condition.withLock {
                while !running.isEmpty, condition.wait(until: end) {}
                return running
            }
        }

        var code: ExitCode { condition.withLock { firstFailure ?? .success } }
    }
}
