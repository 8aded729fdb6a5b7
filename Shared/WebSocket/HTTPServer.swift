import Base
import CLibwebsockets
import Glibc
import Synchronization

/// Answers requests and accepts WebSocket connections on one port.
public final class HTTPServer: @unchecked Sendable {
    /// The loop that the server lives on.
    public let loop: EventLoop
    /// Where and how it listens.
    public let options: HTTPServerOptions
    private let handler: any HTTPServerHandler
    private let boundPort = Atomic<UInt16>(0)

    // The loop's thread alone.
    private var isListening = false
    private var isServing = false

    /// The server does not listen before `start()`.
    public init(loop: EventLoop, options: HTTPServerOptions = HTTPServerOptions(), handler: any HTTPServerHandler) {
        self.loop = loop
        self.options = options
        self.handler = handler
    }

    /// The port that the server listens on; 0 before `start()`.
    public var port: UInt16 { boundPort.load(ordering: .relaxed) }

    /// Whether the server speaks TLS.
    public var isSecure: Bool { options.certificateFile != nil }

    /// Listens; the loop must run. The server lives until `stop()` or until its loop ends.
    ///
    /// After `stop()` it serves again, on the same port.
    public func start() throws(WebSocketError) {
        for file in [options.certificateFile, options.keyFile].compactMap({ $0 }) where access(file, R_OK) != 0 {
            throw .unreadableFile(file)
        }
        try loop.call { [self] () throws(WebSocketError) in
            if !isListening { try listen() }
            isServing = true
        }
    }

    /// Closes the server's WebSocket connections with code 1001, discards requests without an answer, and closes all new
    /// connections.
    ///
    /// The port stays bound until the loop ends: libwebsockets 4.1 cannot take a listening virtual host down reliably.
    public func stop() {
        // A loop that has been stopped has closed the server already.
        try? loop.call { [self] in
            isServing = false
            for socket in Array(loop.sockets.values) { socket.serverStops(self) }
        }
    }

    private func listen() throws(WebSocketError) {
        guard let context = loop.context else { throw .loopNotRunning }
        let memory = loop.memory
        var info = lws_context_creation_info()
        info.port = Int32(options.port)
        info.iface = memory.string(options.host)
        info.vhost_name = memory.string("server-\(ObjectIdentifier(self))")
        info.options = tapedeck_lws_server_options | (isSecure ? tapedeck_lws_tls_option : 0)
        info.ssl_cert_filepath = options.certificateFile.map { memory.string($0) }
        info.ssl_private_key_filepath = options.keyFile.map { memory.string($0) }
        info.alpn = memory.string("http/1.1")
        info.keepalive_timeout = 60
        info.user = Unmanaged.passUnretained(self).toOpaque()
        loop.fillProtocols(&info, compresses: options.webSocket.compresses)
        let (host, text) = LibraryLog.capturing { lws_create_vhost(context, &info) }
        guard let host else {
            throw .listenFailed(host: options.host, port: options.port, reason: text.isEmpty ? "no reason given" : text)
        }
        isListening = true
        // Sockets find the server through the pointer above, as long as the context lives.
        loop.servers.append(self)
        boundPort.store(UInt16(lws_get_vhost_listen_port(host)), ordering: .relaxed)
    }

    /// The server that accepted this socket; nil for a client's socket.
    static func serving(_ wsi: OpaquePointer) -> HTTPServer? {
        guard let host = lws_get_vhost(wsi), let user = lws_vhost_user(host) else { return nil }
        return Unmanaged<HTTPServer>.fromOpaque(user).takeUnretainedValue()
    }

    func handle(
        _ reason: lws_callback_reasons, of wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int32 {
        guard isServing else { return -1 }
        if reason == LWS_CALLBACK_FILTER_NETWORK_CONNECTION { return 0 }
        guard let request = readHead(of: wsi) else {
            // The body is not read: the request is answered, and the connection closed.
            _ = HTTPResponder.write(HTTPResponse(status: 405, text: "this method is not served here\n"), to: wsi)
            return -1
        }
        if reason == LWS_CALLBACK_HTTP {
            let responder = HTTPResponder(server: self, wsi: wsi)
            if request.method == .post {
                // The answer begins when the body has come.
                responder.awaitBody(of: request)
            } else {
                handler.respond(to: request, with: responder)
            }
            return 0
        }
        switch handler.upgrade(request) {
        case .refuse(let status):
            // A positive answer means that the response has been written.
            return lws_return_http_status(wsi, status, nil) == 0 ? 1 : -1
        case .accept(let handler):
            let connection = WebSocketConnection(
                loop: loop, options: options.webSocket, handler: handler, request: request)
            connection.accept(wsi, by: self)
            return 0
        }
    }
}

extension HTTPServer {
    /// The first line and the headers of a request; nil for methods that are not served.
    private func readHead(of wsi: OpaquePointer) -> HTTPRequest? {
        var request: HTTPRequest
        if let path = ResponseHeaders.value(WSI_TOKEN_GET_URI, of: wsi) {
            request = HTTPRequest(path: path)
        } else if options.maximumBodyBytes != nil, let path = ResponseHeaders.value(WSI_TOKEN_POST_URI, of: wsi) {
            request = HTTPRequest(method: .post, path: path)
        } else {
            return nil
        }
        request.query = ResponseHeaders.fragments(WSI_TOKEN_HTTP_URI_ARGS, of: wsi)
        request.headers = options.requestHeaders.compactMap { name in
            ResponseHeaders.value(of: name, in: wsi).map { HTTPHeader(name, $0) }
        }
        return request
    }

    /// A POST is there whole.
    func received(_ request: HTTPRequest, _ responder: HTTPResponder) { handler.respond(to: request, with: responder) }
}

extension WebSocketConnection {
    /// Ties the connection to the server's socket, before the upgrade is answered.
    func accept(_ wsi: OpaquePointer, by server: HTTPServer) {
        self.wsi = wsi
        self.server = server
        let socket = Socket(.webSocket(self))
        self.socket = socket
        loop.insert(socket)
        lws_set_opaque_user_data(wsi, socket.opaque)
    }
}
