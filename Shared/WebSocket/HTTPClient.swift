public import Base

/// How a request behaves.
public struct HTTPClientOptions: Sendable, Equatable {
    /// Time from the call to the complete answer, including the name lookup.
    public var timeout: Duration = .seconds(10)
    /// The largest body accepted, in bytes.
    public var maximumBodyBytes = 64 << 20
    /// Names of the headers that the response brings along.
    public var responseHeaders = ["content-type", "date", "retry-after"]
    /// PEM file of the only authorities to trust; nil trusts the system's. Verification cannot be turned off.
    public var caFile: String? = nil

    /// The defaults.
    public init() {}
}

/// Sends requests over http or https; the certificate and name are always verified. Redirects are not followed.
public struct HTTPClient: Sendable {
    /// The loop that requests are made on.
    public let loop: EventLoop
    /// The settings of requests made from now on.
    public var options: HTTPClientOptions

    /// A client has no state of its own and opens connections only for requests.
    public init(loop: EventLoop, options: HTTPClientOptions = HTTPClientOptions()) {
        self.loop = loop
        self.options = options
    }

    /// Asks `url`; `completion` is called once, on the loop's thread. Any status is an answer, not an error.
    ///
    /// - Parameter body: what is sent with it, of any kind of text or bytes; its type stands in the header `content-type`.
    public func send(
        _ method: HTTPMethod, _ url: String, headers: [HTTPHeader] = [], body: [UInt8] = [],
        completion: @escaping @Sendable (Result<HTTPResponse, WebSocketError>) -> Void
    ) {
        let address: PeerAddress
        do throws(WebSocketError) {
            address = try PeerAddress(url, kind: .http)
        } catch {
            if !loop.post({ completion(.failure(error)) }) { completion(.failure(error)) }
            return
        }
        let operation = HTTPOperation(loop: loop, options: options, body: body, completion: completion)
        if !loop.post({ operation.start(method, address, headers: headers) }) { completion(.failure(.loopNotRunning)) }
    }

    /// Gets `url`; `completion` is called once, on the loop's thread. Any status is an answer, not an error.
    public func get(
        _ url: String, headers: [HTTPHeader] = [],
        completion: @escaping @Sendable (Result<HTTPResponse, WebSocketError>) -> Void
    ) {
        send(.get, url, headers: headers, completion: completion)
    }

    /// Gets `url`. Any status is an answer, not an error.
    public func get(_ url: String, headers: [HTTPHeader] = []) async throws(WebSocketError) -> HTTPResponse {
        try await withCheckedContinuation { continuation in
            get(url, headers: headers) { continuation.resume(returning: $0) }
        }.get()
    }

    /// Sends `body` to `url`. Any status is an answer, not an error.
    public func post(
        _ url: String, headers: [HTTPHeader] = [], body: [UInt8]
    ) async throws(WebSocketError) -> HTTPResponse {
        try await withCheckedContinuation { continuation in
            send(.post, url, headers: headers, body: body) { continuation.resume(returning: $0) }
        }.get()
    }
}
