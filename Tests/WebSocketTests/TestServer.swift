import Base
import TestSupport
import Testing
import WebSocket

/// A server whose connections all share one recording handler, and whose answers are given by the test.
final class TestServer: HTTPServerHandler {
    typealias Answer = @Sendable (HTTPRequest, HTTPResponder) -> Void

    let peer: RecordingHandler
    private let answer: Answer
    private let refusal: UInt32?

    init(
        peer: RecordingHandler = RecordingHandler(), refusal: UInt32? = nil,
        answer: @escaping Answer = { $1.respond(HTTPResponse(text: "\($0.path) \($0.query)")) }
    ) {
        self.peer = peer
        self.refusal = refusal
        self.answer = answer
    }

    func respond(to request: HTTPRequest, with responder: HTTPResponder) { answer(request, responder) }

    func upgrade(_ request: HTTPRequest) -> WebSocketUpgrade {
        if let refusal { return .refuse(status: refusal) }
        return .accept(peer)
    }
}

/// A running loop with a server and a client on it, for the length of a test.
final class Loopback: Sendable {
    let loop: EventLoop
    let server: HTTPServer
    let handler: TestServer
    /// The client's settings.
    let options: WebSocketOptions

    init(
        handler: TestServer = TestServer(), isSecure: Bool = false, isStranger: Bool = false,
        options: WebSocketOptions = WebSocketOptions(),
        serverOptions webSocket: WebSocketOptions? = nil, adjust: (inout HTTPServerOptions) -> Void = { _ in }
    ) throws {
        self.handler = handler
        var options = options
        var serverOptions = HTTPServerOptions()
        serverOptions.webSocket = webSocket ?? options
        if isSecure {
            let authority = try TestAuthority.shared.get()
            options.caFile = authority.caFile
            let pair = isStranger ? authority.stranger : authority.localhost
            serverOptions.certificateFile = pair.certificateFile
            serverOptions.keyFile = pair.keyFile
        }
        adjust(&serverOptions)
        self.options = options
        loop = EventLoop(name: "test-loop")
        try loop.start()
        server = HTTPServer(loop: loop, options: serverOptions, handler: handler)
        try server.start()
    }

    deinit { loop.stop() }

    func url(_ scheme: String, _ path: String = "/") -> String {
        "\(scheme)\(server.isSecure ? "s" : "")://localhost:\(server.port)\(path)"
    }

    /// Connects and waits until both sides are open.
    func connect(
        path: String = "/", headers: [HTTPHeader] = [], _ mine: RecordingHandler
    ) async throws -> (mine: WebSocketConnection, theirs: WebSocketConnection) {
        let client = WebSocketClient(loop: loop, options: options)
        let connection = try client.connect(to: url("ws", path), headers: headers, handler: mine)
        await mine.waitFor { !$0.opened.isEmpty || $0.closed != nil }
        if let reason = mine.seen.closed { throw NotOpened(reason: reason) }
        await handler.peer.waitFor { !$0.opened.isEmpty }
        return (connection, handler.peer.seen.opened[0])
    }
}

/// A connection that the test needs was not made.
struct NotOpened: Error { var reason: WebSocketCloseReason }

extension Loopback {
    /// Waits until the loop has gone round `count` times.
    func turns(_ count: Int) async throws {
        for _ in 0..<count {
            await withCheckedContinuation { continuation in
                loop.schedule(after: .milliseconds(1)) { continuation.resume() }
            }
        }
    }
}
