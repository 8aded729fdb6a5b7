import Base
import Glibc
@testable import Runtime
import Synchronization
import Testing

@Suite("Lifecycle")
struct LifecycleTests {
    /// Runs until told to stop, or fails at once.
    private struct Loop: Service {
        struct Broken: Error {}

        var name: String
        var error: (any Error)? = nil
        var started: @Sendable () -> Void = {}

        func run(until shutdown: ShutdownSignal) throws {
            started()
            if let error { throw error }
            while !shutdown.isRequested { shutdown.wait(milliseconds: 1) }
        }
    }

    private static func runner(_ shutdown: ShutdownSignal, graceMilliseconds: Int = 30_000) -> ServiceRunner {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        return ServiceRunner(logger: logger, shutdown: shutdown, graceMilliseconds: graceMilliseconds)
    }

    @Test("services run together and end together")
    func together() {
        let shutdown = ShutdownSignal()
        let started = Atomic(0)
        let begin: @Sendable () -> Void = {
            if started.add(1, ordering: .relaxed).newValue == 2 { shutdown.request(reason: "both run") }
        }
        let services = [Loop(name: "a", started: begin), Loop(name: "b", started: begin)]
        #expect(Self.runner(shutdown).run(services) == .success)
        #expect(started.load(ordering: .relaxed) == 2)
    }

    @Test("an error ends the others, and the process with its code")
    func failure() {
        let broken = Loop(name: "broken", error: Loop.Broken())
        #expect(Self.runner(ShutdownSignal()).run([Loop(name: "a"), broken]) == .failure)
        let misconfigured = Loop(name: "misconfigured", error: ConfigurationError.unreadable(path: "x", reason: "y"))
        #expect(Self.runner(ShutdownSignal()).run([misconfigured]) == .configuration)
    }

    @Test("who does not end in time is given up")
    func tooSlow() {
        struct Deaf: Service {
            let name = "deaf"
            func run(until shutdown: ShutdownSignal) { while true { sleep(1000) } }
        }
        let shutdown = ShutdownSignal()
        shutdown.request(reason: "test")
        #expect(Self.runner(shutdown, graceMilliseconds: 10).run([Deaf()]) == .failure)
    }

    @Test("SIGTERM and SIGINT shut down gracefully")
    func gracefully() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let shutdown = ShutdownSignal()
            let runner = Self.runner(shutdown)
            runner.handleSignals()
            let code = runner.run([Loop(name: "a", started: { kill(getpid(), SIGTERM) })])
            exit(shutdown.reason == "SIGTERM" ? code.rawValue : 99)
        }
        await #expect(processExitsWith: .exitCode(0)) {
            let shutdown = ShutdownSignal()
            let runner = Self.runner(shutdown)
            runner.handleSignals()
            let code = runner.run([Loop(name: "a", started: { kill(getpid(), SIGINT) })])
            exit(shutdown.reason == "SIGINT" ? code.rawValue : 99)
        }
    }

    @Test("a second signal ends a process that hangs in its shutdown")
    func secondSignal() async {
        await #expect(processExitsWith: .exitCode(128 + SIGINT)) {
            let shutdown = ShutdownSignal()
            ProcessSignals.forward(to: shutdown)
            shutdown.onRequest { while true { sleep(1000) } }
            kill(getpid(), SIGTERM)
            while !shutdown.isRequested { usleep(1000) }
            kill(getpid(), SIGINT)
            while true { sleep(1000) }
        }
    }

    @Test("a write to a peer that has left is no end of the process")
    func brokenPipe() async {
        await #expect(processExitsWith: .exitCode(7)) {
            ProcessSignals.forward(to: ShutdownSignal())
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { exit(1) }
            close(ends[0])
            exit(write(ends[1], &ends, 1) == -1 && errno == EPIPE ? 7 : 1)
        }
    }
}
