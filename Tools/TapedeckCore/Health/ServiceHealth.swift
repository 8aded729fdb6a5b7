import Runtime
import Synchronization
import ToolKit
import WebSocket

/// The health of the services on this machine.
struct ServiceHealth {
    /// The answer of one service.
    struct Answer {
        var service: String
        var isReady: Bool
        /// One line per check.
        var text: String
    }

    /// The services that answer, and those that listen without answering, by name.
    private(set) var answers: [Answer] = []

    /// Requests the health of every service with a fixed port.
    static func ask(_ config: MetricsConfig) throws(WebSocketError) -> ServiceHealth {
        let services = ServiceRegistry.all.filter { config.port(of: $0) != 0 }
        let host = WebReader.reachable(config.host)
        let found = Mutex<[Answer]>([])
        try WebReader().get(services.map { "http://\(host):\(config.port(of: $0))/readyz" }) { index, result in
            let service = services[index].name
            switch result {
            case .success(let response):
                found.withLock {
                    $0.append(Answer(service: service, isReady: response.status == 200, text: response.text))
                }
            case .failure(.timedOut):
                found.withLock { $0.append(Answer(service: service, isReady: false, text: "no answer in time")) }
            case .failure: break  // it does not run here
            }
        }
        return ServiceHealth(answers: found.withLock { $0 }.sorted { $0.service < $1.service })
    }

    /// Whether all answering services are ready.
    var isReady: Bool { answers.allSatisfy(\.isReady) }

    /// The result of each check, with the service's name before it.
    var lines: [String] {
        answers.flatMap { answer in answer.text.split(separator: "\n").map { "\(answer.service) \($0)" } }
    }
}
