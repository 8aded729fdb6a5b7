import Dispatch
import Synchronization
public import WebSocket

/// Gets addresses over HTTP and waits for the answers.
public final class WebReader: Sendable {
    private let loop = EventLoop(name: "web-reader")
    private let client: HTTPClient

    /// Starts an event loop for the requests.
    ///
    /// - Parameter timeout: the timeout of a request.
    public init(timeout: Duration = .seconds(2)) throws(WebSocketError) {
        var options = HTTPClientOptions()
        options.timeout = timeout
        client = HTTPClient(loop: loop, options: options)
        try loop.start()
    }

    deinit { loop.stop() }

    /// Gets all addresses at once; returns when each has answered or run out of time.
    ///
    /// - Parameter answer: called with each answer and its index in the list, on another thread.
    public func get(_ urls: [String], answer: @escaping @Sendable (Int, Result<HTTPResponse, WebSocketError>) -> Void) {
        let group = DispatchGroup()
        for (index, url) in urls.enumerated() {
            group.enter()
            client.get(url) { result in
                answer(index, result)
                group.leave()
            }
        }
        group.wait()
    }

    /// The answer of one address; throws ``ToolError/noAnswer(url:reason:)`` unless its status is 200.
    public func text(of url: String) throws(ToolError) -> String {
        let kept = Mutex<Result<HTTPResponse, WebSocketError>?>(nil)
        get([url]) { _, result in kept.withLock { $0 = result } }
        switch kept.withLock({ $0 }) {
        case .success(let response) where response.status == 200: return response.text
        case .success(let response): throw .noAnswer(url: url, reason: "status \(response.status) \(response.text)")
        case .failure(let error): throw .noAnswer(url: url, reason: "\(error)")
        case nil: throw .noAnswer(url: url, reason: "nothing came")
        }
    }

    /// The address at which a listener is reachable from this machine: a wildcard address becomes loopback.
    public static func reachable(_ host: String) -> String {
        switch host {
        case "0.0.0.0", "": "127.0.0.1"
        case "::": "[::1]"
        default: host.contains(":") ? "[\(host)]" : host
        }
    }
}
