import WebSocket

/// What the health server says.
final class HealthHandler: HTTPServerHandler {
    /// https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info
    static let metricsContentType = "text/plain; version=0.0.4; charset=utf-8"

    private let metrics: MetricsRegistry
    private let checks: HealthChecks

    init(metrics: MetricsRegistry, checks: HealthChecks) {
        self.metrics = metrics
        self.checks = checks
    }

    func respond(to request: HTTPRequest, with responder: HTTPResponder) {
        responder.respond(response(to: request.path))
    }

    private func response(to path: String) -> HTTPResponse {
        switch path {
        case "/metrics": HTTPResponse(text: metrics.text, contentType: Self.metricsContentType)
        case "/healthz": Self.response(to: checks.liveness)
        case "/readyz": Self.response(to: checks.readiness)
        default: HTTPResponse(status: 404, text: "there are /metrics, /healthz and /readyz\n")
        }
    }

    private static func response(to results: [(name: String, status: HealthStatus)]) -> HTTPResponse {
        let lines = results.map { result in
            switch result.status {
            case .ok: "\(result.name): ok\n"
            case .failing(let reason): "\(result.name): \(reason)\n"
            }
        }
        let isFine = results.allSatisfy { $0.status == .ok }
        return HTTPResponse(status: isFine ? 200 : 503, text: results.isEmpty ? "ok\n" : lines.joined())
    }
}
