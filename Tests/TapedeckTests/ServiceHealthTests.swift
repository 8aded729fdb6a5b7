import Runtime
import Testing
@testable import TapedeckCore

@Suite("tapedeck health")
struct ServiceHealthTests {
    /// The ports of services that run, none for the others.
    private static func config(_ ports: [String: UInt16]) throws -> MetricsConfig {
        let lines = ServiceRegistry.all.map { "    \($0.name): \(ports[$0.name] ?? 0)" }
        return try Configuration(
            text: "metrics:\n  host: 0.0.0.0\n  ports:\n" + lines.joined(separator: "\n"),
            path: "t.yaml",
            environment: [:]
        ).read()
    }

    @Test("each service that answers tells its checks; one that is not ready counts")
    func answers() throws {
        let (ready, failing) = (HealthChecks(), HealthChecks())
        ready.add("service") { .ok }
        failing.add("archive") { .failing("the disk is full") }
        let servers = [ready, failing].map { HealthServer(metrics: MetricsRegistry(), checks: $0) }
        for server in servers { try server.start() }
        defer { for server in servers { server.stop() } }
        var health = try ServiceHealth.ask(Self.config(["dedup": servers[0].port]))
        #expect(health.isReady)
        #expect(health.lines == ["dedup service: ok"])
        health = try ServiceHealth.ask(Self.config(["dedup": servers[0].port, "archiver": servers[1].port]))
        #expect(!health.isReady)
        #expect(health.lines == ["archiver archive: the disk is full", "dedup service: ok"])
    }

    @Test("a service that does not run here is left out")
    func absent() throws {
        let server = HealthServer(metrics: MetricsRegistry(), checks: HealthChecks())
        try server.start()
        let port = server.port
        server.stop()
        #expect(try ServiceHealth.ask(Self.config(["signals": port])).answers.isEmpty)
    }
}
