import Base
import CLibwebsockets
import Glibc

/// What libwebsockets' pointer for a socket leads to: one of the three things that own one.
final class Socket {
    enum Owner {
        /// A WebSocket connection, of either side.
        case webSocket(WebSocketConnection)
        /// A request that waits for its answer.
        case request(HTTPOperation)
        /// An answer that this side owes.
        case response(HTTPResponder)
    }

    let owner: Owner

    init(_ owner: Owner) { self.owner = owner }

    var opaque: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    func loopStops() {
        switch owner {
        case .webSocket(let connection): connection.finish(.loopStopped)
        case .request(let operation): operation.finish(.failure(.loopNotRunning))
        case .response(let responder): responder.peerLeft()
        }
    }

    /// Ends what this server has under way; other servers' and clients' sockets go on.
    func serverStops(_ server: HTTPServer) {
        switch owner {
        case .webSocket(let connection) where connection.server === server:
            connection.close(code: 1001, text: "the server stops")
        case .response(let responder) where responder.server === server: responder.hangUp()
        default: break
        }
    }
}

extension EventLoop {
    /// Keeps `socket` alive until it is removed: the library holds its pointer without owning it.
    func insert(_ socket: Socket) { sockets[ObjectIdentifier(socket)] = socket }

    func remove(_ socket: Socket) { sockets.removeValue(forKey: ObjectIdentifier(socket)) }
}

/// The one callback of the library. The clock is read first for what arrives, before anything is looked at.
func socketCallback(
    _ wsi: OpaquePointer?, _ reason: lws_callback_reasons, _: UnsafeMutableRawPointer?,
    _ bytes: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
    guard let wsi else { return 0 }
    switch reason {
    case LWS_CALLBACK_CLIENT_RECEIVE, LWS_CALLBACK_RECEIVE:
        let receiveTime = SystemClock.now()
        guard case .webSocket(let connection)? = owner(of: wsi) else { return -1 }
        return connection.receive(wsi, UnsafeRawBufferPointer(start: bytes, count: count), at: receiveTime)
    case LWS_CALLBACK_HTTP, LWS_CALLBACK_HTTP_CONFIRM_UPGRADE, LWS_CALLBACK_FILTER_NETWORK_CONNECTION:
        return HTTPServer.serving(wsi)?.handle(reason, of: wsi, bytes, count) ?? -1
    case LWS_CALLBACK_CLIENT_ESTABLISHED, LWS_CALLBACK_ESTABLISHED, LWS_CALLBACK_CLIENT_WRITEABLE,
        LWS_CALLBACK_SERVER_WRITEABLE, LWS_CALLBACK_CLIENT_RECEIVE_PONG, LWS_CALLBACK_RECEIVE_PONG,
        LWS_CALLBACK_WS_PEER_INITIATED_CLOSE, LWS_CALLBACK_CLIENT_CONNECTION_ERROR, LWS_CALLBACK_CLIENT_CLOSED,
        LWS_CALLBACK_CLOSED, LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER, LWS_CALLBACK_WSI_DESTROY,
        LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP, LWS_CALLBACK_RECEIVE_CLIENT_HTTP,
        LWS_CALLBACK_RECEIVE_CLIENT_HTTP_READ, LWS_CALLBACK_COMPLETED_CLIENT_HTTP,
        LWS_CALLBACK_CLOSED_CLIENT_HTTP, LWS_CALLBACK_CLIENT_HTTP_WRITEABLE, LWS_CALLBACK_HTTP_WRITEABLE,
        LWS_CALLBACK_HTTP_BODY, LWS_CALLBACK_HTTP_BODY_COMPLETION, LWS_CALLBACK_CLOSED_HTTP:
        switch owner(of: wsi) {
        case .webSocket(let connection): return connection.handle(reason, of: wsi, bytes, count)
        case .request(let operation): return operation.handle(reason, of: wsi, bytes, count)
        case .response(let responder): return responder.handle(reason, of: wsi, bytes, count)
        case nil: return answerOfOrphan(to: reason)
        }
    default:
        // Only reasons that come with a real socket may look for its owner: for some the library passes a stand-in.
        return 0
    }
}

/// What to say for a socket that was given up: an event in its life ends it. The timeout that ends it otherwise may have been
/// overwritten by the library's own for the next step of a handshake.
private func answerOfOrphan(to reason: lws_callback_reasons) -> Int32 {
    switch reason {
    case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER, LWS_CALLBACK_CLIENT_ESTABLISHED, LWS_CALLBACK_ESTABLISHED,
        LWS_CALLBACK_CLIENT_WRITEABLE, LWS_CALLBACK_SERVER_WRITEABLE, LWS_CALLBACK_ESTABLISHED_CLIENT_HTTP,
        LWS_CALLBACK_RECEIVE_CLIENT_HTTP, LWS_CALLBACK_CLIENT_HTTP_WRITEABLE, LWS_CALLBACK_HTTP_BODY,
        LWS_CALLBACK_HTTP_BODY_COMPLETION:
        -1
    default: 0
    }
}

private func owner(of wsi: OpaquePointer) -> Socket.Owner? {
    guard let opaque = lws_get_opaque_user_data(wsi) else { return nil }
    return Unmanaged<Socket>.fromOpaque(opaque).takeUnretainedValue().owner
}
