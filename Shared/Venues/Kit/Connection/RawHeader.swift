public import MarketData

/// The single header of a raw record, which describes its value, the frame (docs/TOPICS.md). The key is
/// `<venue>/<source>/<connection>`.
///
/// There is only one header because the client library creates an object for each, which is the main cost of a record. Its
/// value is text with fields separated by spaces: kind, receive time, frame, session, product and endpoint. If the value cannot
/// be read without it, the request follows and extends to the end.
///
/// It borrows the bytes of the header.
public struct RawHeader {
    /// The header's name.
    public static let name: StaticString = "raw.v1"

    /// The kind of the value.
    public let kind: RawKind
    /// When our socket received the frame.
    public let receiveTime: Timestamp
    /// The number of the frame in its session, from 0, which reveals a loss before Kafka.
    public let frame: Int64
    /// The start of the session in nanoseconds since 1970; new at every connect.
    public let session: Int64
    /// The kind of market of the connection.
    public let product: Product
    private let endpointBytes: UnsafeRawBufferPointer
    private let requestBytes: UnsafeRawBufferPointer

    /// The endpoint of the connection.
    public var endpoint: String { String(decoding: endpointBytes, as: UTF8.self) }
    /// For `rest`: path and query of the request and, after a space, the body that was sent. For frames: the subscription, if
    /// the frame identifies it only by a number; otherwise empty.
    public var request: String { String(decoding: requestBytes, as: UTF8.self) }

    /// Parses the value of a header.
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

    /// The fields as text, with their names in docs/TOPICS.md.
    public var fields: [(name: String, value: String)] {
        [
            ("kind", kind.rawValue), ("ts_recv", "\(receiveTime.nanoseconds)"), ("frame", "\(frame)"),
            ("session", "\(session)"), ("product", product.name), ("endpoint", endpoint),
        ] + (requestBytes.isEmpty ? [] : [("request", request)])
    }

    /// The fields of a record's headers as text; the single header of a raw record is split into its fields.
    public static func fields(
        of name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer
    ) -> [(name: String, value: String)] {
        let name = String(decoding: name, as: UTF8.self)
        if name == "\(Self.name)", let header = try? RawHeader(value) { return header.fields }
        return [(name, String(decoding: value, as: UTF8.self))]
    }

    /// Consumes the bytes up to the next space, and the space.
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
