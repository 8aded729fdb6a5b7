public import MarketData

/// What the one header of a raw record says of its value, the frame (docs/TOPICS.md). The key is `<venue>/<source>/<connection>`.
///
/// One header, because the client library makes an object of each: that is what a record costs most by. Its value is text, the
/// fields separated by a space each: kind, receive time, frame, session, product, endpoint and, where it is needed to read the
/// value, the request that it answers, which goes to the end.
///
/// It borrows the bytes that it was read from.
public struct RawHeader {
    /// The header's name.
    public static let name: StaticString = "raw.v1"

    /// What the value is.
    public let kind: RawKind
    /// When our socket had the frame.
    public let receiveTime: Timestamp
    /// Counts the session's frames from 0, so that a loss before Kafka shows.
    public let frame: Int64
    /// New at every connect: nanoseconds since 1970 at which the session began.
    public let session: Int64
    /// The kind of market of the connection.
    public let product: Product
    private let endpointBytes: UnsafeRawBufferPointer
    private let requestBytes: UnsafeRawBufferPointer

    /// The endpoint that the connection went to.
    public var endpoint: String { String(decoding: endpointBytes, as: UTF8.self) }
    /// For `rest`: the path and query that were asked for, and the body that was sent, behind a space. For frames: what was
    /// subscribed to, where the frame names it by a number alone; otherwise empty.
    public var request: String { String(decoding: requestBytes, as: UTF8.self) }

    /// Reads a header's value.
    public init(_ value: UnsafeRawBufferPointer) throws(RawHeaderError) {
        var rest = value
        guard let kind = RawKind(rawValue: String(decoding: Self.next(&rest), as: UTF8.self)) else {
            throw RawHeaderError(field: "kind")
        }
        self.kind = kind
        receiveTime = Timestamp(nanoseconds: try Self.number(&rest, "ts_recv"))
        frame = try Self.number(&rest, "frame")
        session = try Self.number(&rest, "session")
        guard let product = Product(name: String(decoding: Self.next(&rest), as: UTF8.self)) else {
            throw RawHeaderError(field: "product")
        }
        self.product = product
        endpointBytes = Self.next(&rest)
        requestBytes = rest
        if kind == .rest, rest.isEmpty { throw RawHeaderError(field: "request") }
    }

    /// The fields by the names of docs/TOPICS.md, as text.
    public var fields: [(name: String, value: String)] {
        [
            ("kind", kind.rawValue), ("ts_recv", "\(receiveTime.nanoseconds)"), ("frame", "\(frame)"),
            ("session", "\(session)"), ("product", product.name), ("endpoint", endpoint),
        ] + (requestBytes.isEmpty ? [] : [("request", request)])
    }

    /// What a record's header says, as text: a raw record's one stands for several.
    public static func fields(
        of name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) -> [(name: String, value: String)] {
        let name = String(decoding: name, as: UTF8.self)
        if name == "\(Self.name)", let header = try? RawHeader(value) { return header.fields }
        return [(name, String(decoding: value, as: UTF8.self))]
    }

    /// Takes what stands before the next space, and the space.
    private static func next(_ rest: inout UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let end = rest.firstIndex(of: UInt8(ascii: " ")) ?? rest.count
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(end + 1)) }
        return UnsafeRawBufferPointer(rebasing: rest[..<end])
    }

    private static func number(_ rest: inout UnsafeRawBufferPointer, _ field: String) throws(RawHeaderError) -> Int64 {
        let digits = next(&rest)
        var value: UInt64 = 0
        guard !digits.isEmpty, digits.count <= 19 else { throw RawHeaderError(field: field) }
        for byte in digits {
            guard byte &- 0x30 < 10 else { throw RawHeaderError(field: field) }
            value = value * 10 + UInt64(byte &- 0x30)
        }
        guard let number = Int64(exactly: value) else { throw RawHeaderError(field: field) }
        return number
    }
}
