import Dispatch
import Synchronization
import WebSocket

/// Gets the metrics of the services over HTTP.
final class ServiceScraper: Sendable {
    private let loop = EventLoop(name: "top-scraper")
    private let client: HTTPClient
    private let urls: [(service: String, url: String)]

    /// - Parameters:
    ///   - host: where the services listen.
    ///   - ports: by service; one without a fixed port cannot be found.
    init(host: String, ports: [String: Int], timeout: Duration = .seconds(2)) throws(WebSocketError) {
        var options = HTTPClientOptions()
        options.timeout = timeout
        client = HTTPClient(loop: loop, options: options)
        let host = Self.reachable(host)
        urls = ports.filter { $0.value != 0 }.map { ($0.key, "http://\(host):\($0.value)/metrics") }
        try loop.start()
    }

    deinit { loop.stop() }

    /// The metrics of each service that answers, once all have answered or run out of time.
    func scrape(now: @escaping @Sendable () -> Int64) -> [String: MetricSnapshot] {
        let texts = Answers()
        let group = DispatchGroup()
        for (service, url) in urls {
            group.enter()
            client.get(url) { result in
                if case .success(let response) = result, response.status == 200 {
                    texts.take(service, time: now(), text: response.text)
                }
                group.leave()
            }
        }
        group.wait()
        return texts.all.mapValues { MetricSnapshot(time: $0.time, samples: PrometheusText.samples(in: $0.text)) }
    }

    /// A service that listens everywhere is asked on this machine.
    private static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0", "": "127.0.0.1"
        case "::": "[::1]"
        default: host.contains(":") ? "[\(host)]" : host
        }
    }

    /// What the loop's thread leaves for ours.
    private final class Answers: Sendable {
        private let texts = Mutex<[String: (time: Int64, text: String)]>([:])

        var all: [String: (time: Int64, text: String)] { texts.withLock { $0 } }

        func take(_ service: String, time: Int64, text: String) { texts.withLock { $0[service] = (time, text) } }
    }
}
