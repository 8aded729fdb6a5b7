import Base
import CLibwebsockets

/// One request on its way; lives on the loop's thread.
final class HTTPOperation: @unchecked Sendable {
    private let loop: EventLoop
    private let options: HTTPClientOptions
    private var completion: (@Sendable (Result<HTTPResponse, WebSocketError>) -> Void)?
    private var target: ClientTarget?
    private var socket: Socket?
    private var wsi: OpaquePointer?
    private var timer: EventLoopTimer?
    private var response: HTTPResponse?
    /// What is sent behind the headers; empty once it is.
    private var body: [UInt8]

    init(
        loop: EventLoop, options: HTTPClientOptions, body: [UInt8] = [],
        completion: @escaping @Sendable (Result<HTTPResponse, WebSocketError>) -> Void
    ) {
        self.loop = loop
        self.options = options
        self.body = body
        self.completion = completion
    }

    func start(_ method: HTTPMethod, _ address: PeerAddress, headers: [HTTPHeader]) {
        let key = ClientHostKey(caFile: options.caFile, compresses: true)
        let length = method == .post ? [HTTPHeader("content-length", "\(body.count)")] : []
        target = ClientTarget(address: address, headers: headers + length, hostKey: key, method: method.rawValue)
        let socket = Socket(.request(self))
        self.socket = socket
        loop.insert(socket)
        timer = loop.schedule(after: options.timeout) { [weak self] in self?.fail(.timedOut) }
        Resolver.resolve(address.host) { [self] result in
            loop.onLoop { [self] in
                guard completion != nil else { return }
                switch result {
                case .success(let addresses):
                    target?.numericAddresses = addresses
                    tryNextAddress()
                case .failure(let error): finish(.failure(.requestFailed(error.text)))
                }
            }
        }
    }

    private func tryNextAddress() {
        guard let socket, var target, !target.numericAddresses.isEmpty else { return }
        let numeric = target.numericAddresses.removeFirst()
        self.target = target
        do throws(WebSocketError) {
            let made = try loop.connect(target, to: numeric, socket)
            if let made, completion != nil, wsi == nil { wsi = made }
        } catch {
            finish(.failure(error))
        }
    }

    func handle(
        _ reason: lws_callback_reasons, of wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int32 {
        switch reason {
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
            if !body.isEmpty {
                lws_client_http_body_pending(wsi, 1)
                lws_callback_on_writable(wsi)
            }
            return RequestHeaders.append(target?.headers ?? [], to: wsi, bytes, count)
        case LWS_CALLBACK_CLIENT_HTTP_WRITEABLE: return sendBody(wsi)
        case LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP:
            self.wsi = wsi
            readHead(wsi)
        case LWS_CALLBACK_RECEIVE_CLIENT_HTTP: return drain(wsi)
        case LWS_CALLBACK_RECEIVE_CLIENT_HTTP_READ:
            return append(UnsafeRawBufferPointer(start: bytes, count: count))
        case LWS_CALLBACK_COMPLETED_CLIENT_HTTP:
            if let response { finish(.success(response)) }
            return -1  // The connection served its one request.
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: connectFailed(wsi, bytes, count)
        case LWS_CALLBACK_CLOSED_CLIENT_HTTP, LWS_CALLBACK_WSI_DESTROY:
            finish(.failure(.requestFailed("the connection ended before the answer")))
        default: break
        }
        return 0
    }

    /// What the socket does not take at once, the library copies.
    private func sendBody(_ wsi: OpaquePointer) -> Int32 {
        guard !body.isEmpty else { return 0 }
        let frame = OutgoingFrame(.raw, copying: body)
        body = []
        lws_client_http_body_pending(wsi, 0)
        let payload = frame.payload.assumingMemoryBound(to: UInt8.self)
        return lws_write(wsi, payload, frame.count, LWS_WRITE_HTTP_FINAL) < 0 ? -1 : 0
    }

    private func readHead(_ wsi: OpaquePointer) {
        let headers = options.responseHeaders.compactMap { name in
            ResponseHeaders.value(of: name, in: wsi).map { HTTPHeader(name, $0) }
        }
        response = HTTPResponse(status: Int(lws_http_client_http_response(wsi)), headers: headers)
    }

    /// Makes the library read the body; it calls back with each piece, without the marks of chunks.
    private func drain(_ wsi: OpaquePointer) -> Int32 {
        withUnsafeTemporaryAllocation(byteCount: tapedeck_lws_pre + EventLoop.readBufferBytes, alignment: 16) {
            memory in
            var start = memory.baseAddress.map { ($0 + tapedeck_lws_pre).assumingMemoryBound(to: CChar.self) }
            var count = Int32(EventLoop.readBufferBytes)
            return lws_http_client_read(wsi, &start, &count) < 0 ? -1 : 0
        }
    }

    private func append(_ bytes: UnsafeRawBufferPointer) -> Int32 {
        guard let count = response?.body.count else { return -1 }
        guard count + bytes.count <= options.maximumBodyBytes else {
            finish(.failure(.bodyTooLarge(limitBytes: options.maximumBodyBytes)))
            return -1
        }
        response?.body.append(contentsOf: bytes)
        return 0
    }

    private func connectFailed(_ wsi: OpaquePointer, _ bytes: UnsafeMutableRawPointer?, _ count: Int) {
        let failure = LibraryLog.connectFailure(bytes, count)
        lws_set_opaque_user_data(wsi, nil)
        self.wsi = nil
        if let target, !target.numericAddresses.isEmpty {
            loop.post { [self] in if completion != nil { tryNextAddress() } }
            return
        }
        finish(.failure(.requestFailed(failure)))
    }

    private func fail(_ error: WebSocketError) {
        let wsi = wsi
        finish(.failure(error))
        if let wsi { lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC) }
    }

    func finish(_ result: Result<HTTPResponse, WebSocketError>) {
        guard let completion = completion.take() else { return }
        timer?.cancel()
        if let wsi { lws_set_opaque_user_data(wsi, nil) }
        wsi = nil
        if let socket = socket.take() { loop.remove(socket) }
        completion(result)
    }
}
