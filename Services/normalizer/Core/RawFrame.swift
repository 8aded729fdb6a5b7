public import MarketData
public import VenueKit

/// A raw record for the normalizer: the frame and the contents of its header, borrowed from the Kafka client.
public struct RawFrame {
    /// The frame, byte for byte.
    public var value: UnsafeRawBufferPointer
    /// `<venue>/<source>/<connection>`.
    public var key: UnsafeRawBufferPointer
    /// How it arrived.
    public var kind: RawKind
    /// The product of its connection.
    public var product: Product
    /// The session of the connection.
    public var session: Int64
    /// The receive time of the frame at our socket.
    public var receiveTime: Timestamp
    /// The request that the frame answers, if the decoder needs it; see `RawHeader.request`.
    public var request: String

    /// `value` and `key` must outlive the frame.
    public init(
        value: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer, kind: RawKind, product: Product, session: Int64,
        receiveTime: Timestamp, request: String = ""
    ) {
        self.value = value
        self.key = key
        self.kind = kind
        self.product = product
        self.session = session
        self.receiveTime = receiveTime
        self.request = request
    }
}
