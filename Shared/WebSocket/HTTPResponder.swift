import Base
import CLibwebsockets
import Synchronization

/// Sends the answer to one request. An answer after the peer has disconnected is dropped.
public final class HTTPResponder: @unchecked Sendable {
    /// The loop that the request lives on.
    public let loop: EventLoop
    let server: HTTPServer
    private let isAnswered = Atomic(false)

    // The following properties are only used by the loop's thread.
    private var wsi: OpaquePointer?
    private var socket: Socket?
    private var response: HTTPResponse?
    /// The POST whose body is being read.
    private var request: HTTPRequest?

    init(server: HTTPServer, wsi: OpaquePointer) {
        self.server = server
        loop = server.loop
        self.wsi = wsi
        let socket = Socket(.response(self))
        self.socket = socket
        loop.insert(socket)
        lws_set_opaque_user_data(wsi, socket.opaque)
        // The handler may take any time to answer; the peer has its own timeout.
        lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0)
    }

    /// Sends the answer. Must be called exactly once.
    public func respond(_ response: HTTPResponse) {
        precondition(!isAnswered.exchange(true, ordering: .relaxed), "a request has one answer")
        loop.onLoop { [self] in
            self.response = response
            if let wsi { lws_callback_on_writable(wsi) }
        }
    }

    /// Reads the body of a POST, then hands it to the server.
    func awaitBody(of request: HTTPRequest) {
        self.request = request
        guard let wsi else { return }
        lws_set_timeout(wsi, PENDING_TIMEOUT_HTTP_CONTENT, Int32(Self.bodySeconds))
        // Without a length the library tells of no end; of a length of 0 it does.
        if lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH) <= 0 { bodyEnded() }
    }

    /// How long a body may take to come.
    private static let bodySeconds = 10

    private func append(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard let count = request?.body.count, let limit = server.options.maximumBodyBytes,
            count + bytes.count <= limit
        else {
            hangUp()
            return -1
        }
        request?.body.append(contentsOf: bytes)
        return 0
    }

    private func bodyEnded() {
        guard let request = request.take() else { return }
        if let wsi { lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0) }
        server.received(request, self)
    }

    func handle(
        _ reason: lws_callback_reasons, of wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_HTTP_BODY: return append(UnsafeRawBufferPointer(start: bytes, count: count))
        case LWS_CALLBACK_HTTP_BODY_COMPLETION: bodyEnded()
        case LWS_CALLBACK_HTTP_WRITEABLE:
            guard let response = response.take() else { return 0 }
            peerLeft()
            return Self.write(response, to: wsi)
        case LWS_CALLBACK_CLOSED_HTTP, LWS_CALLBACK_WSI_DESTROY: peerLeft()
        default: break
        }
        return 0
    }

    /// Lets go of the socket: answered, or gone.
    func peerLeft() {
        if let wsi = wsi.take() { lws_set_opaque_user_data(wsi, nil) }
        if let socket = socket.take() { loop.remove(socket) }
    }

    /// Ends the connection without an answer.
    func hangUp() {
        guard let wsi else { return }
        peerLeft()
        lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC)
    }

    static func write(_ response: HTTPResponse, to wsi: OpaquePointer) -> Int32 {
        var head = "HTTP/1.1 \(response.status) \(reasonPhrase(response.status))\r\n"
        for header in response.headers { head += "\(header.name): \(header.value)\r\n" }
        head += "content-length: \(response.body.count)\r\n\r\n"
        let frame = OutgoingFrame(.raw, copying: Array(head.utf8) + response.body)
        let payload = frame.payload.assumingMemoryBound(to: UInt8.self)
        // What the socket does not take at once, the library copies.
        guard lws_write(wsi, payload, frame.count, LWS_WRITE_HTTP_FINAL) >= 0 else { return -1 }
        return lws_http_transaction_completed(wsi) == 0 ? 0 : -1
    }

    private static func reasonPhrase(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 418: "I'm a teapot"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 503: "Service Unavailable"
        default: "Status"
        }
    }
}
