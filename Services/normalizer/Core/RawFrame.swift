public import MarketData
public import VenueKit

/// A raw record as the normalizer needs it: the frame and what its header says, borrowed from the Kafka client.
public struct RawFrame {
    /// The frame, byte for byte.
    public var value: UnsafeRawBufferPointer
    /// `<venue>/<source>/<connection>`.
    public var key: UnsafeRawBufferPointer
    /// How it arrived.
    public var kind: RawKind
    /// The kind of market of its connection.
    public var product: Product
    /// Which session of the connection it belongs to.
    public var session: Int64
    /// Our socket's time of the frame.
    public var receiveTime: Timestamp
    /// What the frame answers, where it must be known to read it; see `RawHeader.request`.
    public var request: String

    /// Makes a frame.
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
