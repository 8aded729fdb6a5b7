import Runtime
import Synchronization
import ToolKit
import WebSocket

/// What the services here say of themselves.
struct ServiceHealth {
    /// One service's word.
    struct Answer {
        var service: String
        var isReady: Bool
        /// A line a check.
        var text: String
    }

    /// Those that answer, or that listen and do not answer, by name.
    private(set) var answers: [Answer] = []

    /// Asks every service that has a fixed port.
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

    /// Whether all that answer are ready.
    var isReady: Bool { answers.allSatisfy(\.isReady) }

    /// What each check says, with the service's name before it.
    var lines: [String] {
        answers.flatMap { answer in answer.text.split(separator: "\n").map { "\(answer.service) \($0)" } }
    }
}
