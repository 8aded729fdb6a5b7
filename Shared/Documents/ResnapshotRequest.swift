public import JSON
public import MarketData

/// Asks a venue's producers for a new snapshot of one symbol's channel: the value of a record of `control.resnapshot`.
///
/// Dedup sends it after it has reported a gap that nothing has filled. The key is the market's name. It is a command, not an
/// event: it has no schema in `market.*`, and an old one is useless.
public struct ResnapshotRequest: Sendable, Hashable {
    /// The venue's name in topics.
    public var venue: String
    /// The kind of market.
    public var product: Product
    /// The venue's spelling.
    public var symbol: String
    /// The requested channel: `book` or `order`.
    public var channel: String
    /// The source that revealed the broken book; producers of every source may answer.
    public var source: String
    /// The reason of the gap, for people.
    public var reason: String
    /// When it was asked, in nanoseconds since 1970.
    public var requestTime: Timestamp

    /// Producers ignore a request whose `requestTime` is more than a minute ago.
    public init(
        venue: String, product: Product, symbol: String, channel: String, source: String, reason: String,
        requestTime: Timestamp
    ) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
        self.channel = channel
        self.source = source
        self.reason = reason
        self.requestTime = requestTime
    }

    /// Writes the request as a record's value.
    public func write(to writer: inout JSONWriter) {
        writer.raw("{\"type\":\"resnapshot\",\"version\":1,\"venue\":")
        writer.string(venue)
        writer.key("product")
        writer.string(product.name)
        writer.key("symbol")
        writer.string(symbol)
        writer.key("channel")
        writer.string(channel)
        writer.key("source")
        writer.string(source)
        writer.key("reason")
        writer.string(reason)
        writer.key("ts_request")
        writer.integer(requestTime.nanoseconds)
        writer.raw("}")
    }

    /// Reads a record's value.
    public init(reading frame: borrowing FrameBuffer) throws(DecodeError) {
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        var text: [String: String] = [:]
        var product: Product?
        var time: Int64?
        while let key = try cursor.nextKey(&scope) {
            switch key {
            case "venue": text["venue"] = try cursor.text()
            case "symbol": text["symbol"] = try cursor.text()
            case "channel": text["channel"] = try cursor.text()
            case "source": text["source"] = try cursor.text()
            case "reason": text["reason"] = try cursor.text()
            case "product":
                product = Product(name: try cursor.text())
                guard product != nil else { throw .unknownValue(field: "product") }
            case "ts_request": time = try cursor.integer()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        self.init(
            venue: try text["venue"].required("venue"), product: try product.required("product"),
            symbol: try text["symbol"].required("symbol"), channel: try text["channel"].required("channel"),
            source: text["source"] ?? "", reason: text["reason"] ?? "",
            requestTime: Timestamp(nanoseconds: try time.required("ts_request")))
    }
}

extension JSONCursor {
    /// A string with its escapes resolved.
    fileprivate mutating func text() throws(DecodeError) -> String {
        var bytes = Buffer<UInt8>(minimumCapacity: 64)
        try appendString(to: &bytes)
        return bytes.withUnsafeBuffer { String(decoding: $0, as: UTF8.self) }
    }
}
