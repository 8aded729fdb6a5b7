import Base
import Synchronization
import VenueKit
import WebSocket

/// The server of `NumberedVenue`.
final class NumberedServer: HTTPServerHandler {
    /// What clients did.
    struct Seen {
        /// Bodies of requests, by path.
        var bodies: [String: [String]] = [:]
        /// Tokens that were used to connect.
        var tokens: [String] = []
        /// Connects that were refused.
        var refused = 0
        /// Frames of clients.
        var frames: [String] = []
    }

    /// A frame of market data: the number of its channel, then bytes that are no UTF-8.
    static let data: [UInt8] = [17, 0, 0xFF, 0xFE]
    /// How often `/token` answers with nothing of use.
    static let failures = 2

    let loop = EventLoop(name: "numbered")
    let seen = Mutex(Seen())
    private let server = Mutex<HTTPServer?>(nil)
    private let open = Mutex<[WebSocketConnection]>([])

    func start() throws {
        try loop.start()
        var options = HTTPServerOptions()
        options.maximumBodyBytes = 1000
        options.requestHeaders = ["x-size-decimal", "content-type"]
        let server = HTTPServer(loop: loop, options: options, handler: self)
        try server.start()
        self.server.withLock { $0 = server }
    }

    var port: UInt16 { server.withLock { $0?.port ?? 0 } }

    /// Sends a frame to all clients.
    func say(_ text: String) {
        loop.post { [self] in
            for connection in open.withLock({ $0 }) { try? connection.send(text) }
        }
    }

    func respond(to request: HTTPRequest, with responder: HTTPResponder) {
        let path = request.path.split(separator: "/").last.map(String.init) ?? ""
        let count = seen.withLock { seen in
            seen.bodies[path, default: []].append(String(decoding: request.body, as: UTF8.self))
            return seen.bodies[path]?.count ?? 0
        }
        guard request.method == .post, request.header("content-type") == "application/json" else {
            return responder.respond(HTTPResponse(status: 400))
        }
        guard path == "token" else { return responder.respond(HTTPResponse(text: #"{"result":1}"#)) }
        guard count > Self.failures else { return responder.respond(HTTPResponse(text: #"{"message":"later"}"#)) }
        responder.respond(HTTPResponse(text: #"{"url":"ws://127.0.0.1:\#(port)/session?token=\#(count)"}"#))
    }

    func upgrade(_ request: HTTPRequest) -> WebSocketUpgrade {
        guard request.header("x-size-decimal") == "1", let token = request.queryValue("token") else {
            seen.withLock { $0.refused += 1 }
            return .refuse(status: 403)
        }
        seen.withLock { $0.tokens.append(token) }
        return .accept(self)
    }
}

extension NumberedServer: WebSocketHandler {
    func opened(_ connection: WebSocketConnection) { open.withLock { $0.append(connection) } }

    func received(_ frame: RawSpan, isBinary: Bool, receiveTime: Int64, on connection: WebSocketConnection) {
        let text = frame.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        seen.withLock { $0.frames.append(text) }
        guard text.contains("subscribe") else { return }
        try? connection.send(#"{"id":2,"topic":"\#(NumberedVenue.topic)","channel":17}"#)
        for _ in 0..<3 { try? connection.send(Self.data, isBinary: true) }
    }

    func closed(_ connection: WebSocketConnection, reason: WebSocketCloseReason) {
        open.withLock { $0.removeAll { $0 === connection } }
    }
}
