import Base
import CLibwebsockets

/// A client socket's way to its peer: the addresses that are left to try.
struct ClientTarget: Sendable {
    var address: PeerAddress
    var headers: [HTTPHeader]
    var hostKey: ClientHostKey
    var numericAddresses: [String] = []
    /// "GET" for a plain request, nil for a WebSocket upgrade.
    var method: String?
}

extension EventLoop {
    /// Hands the connection to the library, which connects to one numeric address and verifies the name.
    ///
    /// The library stores the socket in `wsi` early, since the callback may come before this returns.
    func connect(_ target: ClientTarget, to numericAddress: String, _ socket: Socket) throws(WebSocketError)
        -> OpaquePointer?
    {
        guard let context else { throw .loopNotRunning }
        let host = try clientHost(target.hostKey)
        var info = lws_client_connect_info()
        info.context = context
        info.vhost = host
        info.port = Int32(target.address.port)
        info.ssl_connection = target.address.isSecure ? Int32(LCCSCF_USE_SSL.rawValue) : 0
        info.ietf_version_or_minus_one = -1
        info.opaque_user_data = socket.opaque
        // The library copies all texts during the call.
        return target.address.path.withCString { path in
            numericAddress.withCString { numeric in
                target.address.hostHeader.withCString { hostHeader in
                    Self.protocolName.withCString { name in
                        "http/1.1".withCString { alpn in
                            info.address = numeric
                            info.path = path
                            info.host = hostHeader
                            info.local_protocol_name = name
                            info.alpn = alpn
                            guard let method = target.method else { return lws_client_connect_via_info(&info) }
                            return method.withCString {
                                info.method = $0
                                return lws_client_connect_via_info(&info)
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Adds headers of our own to a request of the library.
enum RequestHeaders {
    static func append(
        _ headers: [HTTPHeader], to wsi: OpaquePointer, _ cursor: UnsafeMutableRawPointer?, _ count: Int
    ) -> Int32 {
        guard let cursor = cursor?.assumingMemoryBound(to: UnsafeMutablePointer<UInt8>?.self) else { return 0 }
        guard let start = cursor.pointee else { return 0 }
        let end = start + count
        for header in headers {
            let failed = (header.name + ":").withCString { name in
                name.withMemoryRebound(to: UInt8.self, capacity: header.name.utf8.count + 2) { name in
                    header.value.withCString { value in
                        value.withMemoryRebound(to: UInt8.self, capacity: header.value.utf8.count + 1) { value in
                            lws_add_http_header_by_name(
                                wsi, name, value, Int32(header.value.utf8.count), cursor, end)
                        }
                    }
                }
            }
            if failed != 0 { return -1 }
        }
        return 0
    }
}
