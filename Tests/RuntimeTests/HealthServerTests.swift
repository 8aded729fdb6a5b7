import Runtime
import Synchronization
import Testing
import WebSocket

@Suite("Health server")
struct HealthServerTests {
    private let metrics = MetricsRegistry()
    private let checks = HealthChecks()

    /// Fetches paths from a server on a free port.
    private func fetch(_ paths: String...) async throws -> [HTTPResponse] {
        let server = HealthServer(metrics: metrics, checks: checks)
        try server.start()
        defer { server.stop() }
        let loop = EventLoop()
        try loop.start()
        defer { loop.stop() }
        var responses: [HTTPResponse] = []
        for path in paths { responses.append(try await HTTPClient(loop: loop).get(server.url + path)) }
        return responses
    }

    @Test("/metrics is Prometheus' text")
    func metricsText() async throws {
        metrics.counter("tapedeck_frames_total", "Frames.").increment(by: 3)
        let response = try #require(try await fetch("/metrics").first)
        #expect(response.status == 200)
        #expect(response.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
        #expect(response.text == metrics.text)
        #expect(response.text.contains("tapedeck_frames_total 3\n"))
    }

    @Test("/readyz follows the checks, and names each with its reason; /healthz does not care")
    func readiness() async throws {
        let isConnected = Atomic(false)
        checks.add("kafka") { .ok }
        checks.add("redis") { isConnected.exchange(true, ordering: .relaxed) ? .ok : .failing("no connection") }
        let responses = try await fetch("/readyz", "/readyz", "/healthz")
        #expect(responses.map(\.status) == [503, 200, 200])
        #expect(responses.map(\.text) == ["kafka: ok\nredis: no connection\n", "kafka: ok\nredis: ok\n", "ok\n"])
    }

    @Test("/healthz follows the checks of being alive, which /readyz does not ask")
    func liveness() async throws {
        checks.addLiveness("loop") { .failing("has not turned for 61 s") }
        let responses = try await fetch("/healthz", "/readyz")
        #expect(responses.map(\.status) == [503, 200])
        #expect(responses.map(\.text) == ["loop: has not turned for 61 s\n", "ok\n"])
    }

    @Test("the checks of readiness are metrics too, of the same moment's state")
    func readinessMetrics() {
        let isConnected = Atomic(false)
        checks.add("kafka") { .ok }
        checks.add("redis") { isConnected.load(ordering: .relaxed) ? .ok : .failing("no connection") }
        checks.show(in: metrics)
        #expect(metrics.text.contains("tapedeck_ready{check=\"kafka\"} 1\n"))
        #expect(metrics.text.contains("tapedeck_ready{check=\"redis\"} 0\n"))
        isConnected.store(true, ordering: .relaxed)
        #expect(metrics.text.contains("tapedeck_ready{check=\"redis\"} 1\n"))
    }

    @Test("without checks it is ready, and another path is 404")
    func others() async throws {
        let responses = try await fetch("/readyz", "/", "/metrics/x")
        #expect(responses.map(\.status) == [200, 404, 404])
    }

    @Test("a port in use is an error")
    func portInUse() throws {
        let first = HealthServer(metrics: metrics, checks: checks)
        try first.start()
        defer { first.stop() }
        let second = HealthServer(port: first.port, metrics: metrics, checks: checks)
        #expect(throws: WebSocketError.self) { try second.start() }
    }
}
