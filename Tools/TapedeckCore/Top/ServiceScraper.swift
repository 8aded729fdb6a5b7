import Synchronization
import ToolKit
import WebSocket

/// Requests the metrics of the services over HTTP.
final class ServiceScraper: Sendable {
    private let reader: WebReader
    private let urls: [(service: String, url: String)]

    /// - Parameters:
    ///   - host: the host of the services.
    ///   - ports: the ports by service; a service without a fixed port cannot be found.
    init(host: String, ports: [String: Int], timeout: Duration = .seconds(2)) throws(WebSocketError) {
        let host = WebReader.reachable(host)
        urls = ports.filter { $0.value != 0 }.map { ($0.key, "http://\(host):\($0.value)/metrics") }
        reader = try WebReader(timeout: timeout)
    }

    /// The metrics of each service that answers, after all have answered or timed out.
    func scrape(now: @escaping @Sendable () -> Int64) -> [String: MetricSnapshot] {
        let texts = Answers()
        reader.get(urls.map(\.url)) { [urls] index, result in
            guard case .success(let response) = result, response.status == 200 else { return }
            texts.take(urls[index].service, time: now(), text: response.text)
        }
        return texts.all.mapValues { MetricSnapshot(time: $0.time, samples: PrometheusText.samples(in: $0.text)) }
    }

    /// The answers, passed from the loop's thread to ours.
    private final class Answers: Sendable {
        private let texts = Mutex<[String: (time: Int64, text: String)]>([:])

        var all: [String: (time: Int64, text: String)] { texts.withLock { $0 } }

        func take(_ service: String, time: Int64, text: String) { texts.withLock { $0[service] = (time, text) } }
    }
}
