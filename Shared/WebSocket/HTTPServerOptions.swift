/// Where and how a server listens.
public struct HTTPServerOptions: Sendable, Equatable {
    /// The address or interface to listen on. The default is this machine alone.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one, which the server tells after `start()`.
    public var port: UInt16 = 0
    /// PEM file with the certificate and its chain; with `keyFile` it turns TLS on.
    public var certificateFile: String? = nil
    /// PEM file with the certificate's key.
    public var keyFile: String? = nil
    /// The largest body of a POST that is read, in bytes; nil answers every POST with 405.
    public var maximumBodyBytes: Int? = nil
    /// Names of the headers that requests bring along, in lower case.
    public var requestHeaders: [String] = []
    /// Settings of accepted WebSocket connections; `compresses` accepts permessage-deflate where it is offered.
    public var webSocket = WebSocketOptions()

    /// The defaults.
    public init() {}
}
