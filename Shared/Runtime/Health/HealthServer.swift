public import WebSocket

/// Answers /metrics, /healthz and /readyz on one port.
///
/// - /metrics: Prometheus' text format.
/// - /healthz: whether it is alive, one line a check; 200 when none fails, else 503.
/// - /readyz: whether it does its job, in the same form.
public final class HealthServer: Sendable {
    private let loop: EventLoop
    private let server: HTTPServer

    /// The server has its own thread and does not listen before `start()`. Port 0 selects a free port.
    public init(host: String = "127.0.0.1", port: UInt16 = 0, metrics: MetricsRegistry, checks: HealthChecks) {
        var options = HTTPServerOptions()
        options.host = host
        options.port = port
        loop = EventLoop(name: "health")
        server = HTTPServer(loop: loop, options: options, handler: HealthHandler(metrics: metrics, checks: checks))
    }

    /// Starts to listen. Can be called only once.
    public func start() throws(WebSocketError) {
        try loop.start()
        do throws(WebSocketError) {
            try server.start()
        } catch {
            loop.stop()
            throw error
        }
    }

    /// Stops listening and waits until the thread has ended.
    public func stop() { loop.stop() }

    /// Where it listens, such as `http://127.0.0.1:9473`.
    public var url: String { "http://\(server.options.host):\(server.port)" }

    /// The port it listens on; 0 before `start()`.
    public var port: UInt16 { server.port }
}
