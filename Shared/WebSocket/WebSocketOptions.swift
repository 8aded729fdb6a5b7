/// How a WebSocket connection behaves, on either side.
public struct WebSocketOptions: Sendable, Equatable {
    /// Time from `connect` to `opened`, including the name lookup.
    public var handshakeTimeout: Duration = .seconds(10)
    /// The largest message accepted, in bytes after decompression; a larger one closes the connection.
    public var maximumFrameBytes = 64 << 20
    /// Bytes that may wait for being sent; beyond it `send` throws.
    public var sendQueueBytes = 4 << 20
    /// The queue length at or below which `sendable` is called, in bytes.
    public var sendLowWaterBytes = 64 << 10
    /// Time between pings sent by this side; nil sends none. Pings of the peer are always answered.
    public var pingInterval: Duration? = nil
    /// Time after a ping within which anything must be received; otherwise the connection is closed.
    public var pongTimeout: Duration = .seconds(10)
    /// Whether a client offers permessage-deflate.
    /// Whether a client offers permessage-deflate, and a server accepts it.
    public var compresses = true
    /// PEM file of the only authorities to trust; nil trusts the system's. Verification cannot be turned off.
    public var caFile: String? = nil

    /// The defaults.
    public init() {}
}
