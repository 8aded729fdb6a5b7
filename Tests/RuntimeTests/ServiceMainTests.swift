import Base
import Glibc
import Runtime
import Streams
import Testing
import WebSocket

@Suite("Main program of a service")
struct ServiceMainTests {
    /// Ends when it is told to; tells itself, by the signal that an operator would send.
    private struct Probe: Service {
        struct Broken: Error {}

        let name = "dedup"
        var fails = false

        func run(until shutdown: ShutdownSignal) throws {
            if fails { throw Broken() }
            kill(getpid(), SIGTERM)
            while !shutdown.isRequested { shutdown.wait(milliseconds: 10) }
        }
    }

    /// Not the configuration that lies in the working directory.
    private static let noFile = ["--config", "/dev/null"]

    private static func main(_ arguments: [String], fails: Bool = false) -> Never {
        ServiceMain(.dedup, options: [.flag("extra", "An option of its own.")]) { context in
            _ = try context.configuration.read(KafkaSection.self)
            precondition(context.options.flag("extra") == arguments.contains("--extra"))
            return Probe(fails: fails)
        }.run((arguments.contains("--config") ? [] : Self.noFile) + arguments)
    }

    @Test("a signal ends it with 0")
    func graceful() async throws {
        let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
            Self.main(["--metrics-port", "0", "--extra"])
        }
        let lines = String(decoding: try #require(result).standardErrorContent, as: UTF8.self).split(separator: "\n")
        let own = lines.filter { $0.contains(" dedup: ") }
        #expect(own.count == 3)
        #expect(own[0].contains(" INFO     dedup: started configuration=/dev/null metrics=http://127.0.0.1:"))
        #expect(own.contains { $0.hasSuffix("dedup: shutting down reason=SIGTERM") })
        #expect(own.contains { $0.hasSuffix("dedup: stopped service=dedup") })
    }

    @Test("a failure ends it with 70")
    func failure() async {
        await #expect(processExitsWith: .exitCode(70)) { Self.main(["--metrics-port", "0"], fails: true) }
    }

    @Test("wrong usage ends it with 64")
    func usage() async {
        await #expect(processExitsWith: .exitCode(64)) { Self.main(["--metrics-prot", "0"]) }
        await #expect(processExitsWith: .exitCode(64)) { Self.main(["--metrics-port", "65536"]) }
        await #expect(processExitsWith: .exitCode(64)) { Self.main(["--log-level", "loud"]) }
    }

    @Test("a wrong configuration ends it with 78 and the line")
    func configuration() async throws {
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            let file = try TemporaryFile("kafka:\n  bootstrap_server: a:1\n")
            Self.main(["--config", file.path, "--metrics-port", "0"])
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(
            text.contains(":2:3: unknown key kafka.bootstrap_server; did you mean 'bootstrap_servers'? Known here"))
        await #expect(processExitsWith: .exitCode(78)) { Self.main(["--config", "/nowhere/x.yaml"]) }
    }

    @Test("a metrics port in use ends it with 78 and says what to change")
    func portInUse() async throws {
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            let taken = HealthServer(metrics: MetricsRegistry(), checks: HealthChecks())
            try taken.start()
            Self.main(["--metrics-port", "\(taken.port)"])
        }
        let text = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(text.contains("metrics.ports.dedup: "))
        #expect(text.contains("--metrics-port overrides it"))
    }
}
