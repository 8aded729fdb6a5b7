import JSON
import MarketData

/// A book as stored in Redis under `book:<venue>:<product>:<symbol>` (docs/REDIS.md).
struct BookView: Equatable {
    var venue = ""
    var symbol = ""
    var instrument = ""
    var product = ""
    /// The name of a `BookState`.
    var state = ""
    /// The venue's sequence; nil if it sends none.
    var sequence: Int64?
    /// The levels per side in the venue's channel; 0 for the whole book.
    var depth: Int64 = 0
    /// The matching engine's time of the last change.
    var eventTime: Timestamp?
    /// When the last change arrived at our socket.
    var receiveTime = Timestamp(nanoseconds: 0)
    /// When signals wrote it.
    var writtenTime = Timestamp(nanoseconds: 0)
    /// The number of known levels, of which the best are listed.
    var bidLevels: Int64 = 0
    var askLevels: Int64 = 0
    /// Best first.
    var bids: [Level] = []
    var asks: [Level] = []
}

extension BookView {
    /// Parses the JSON text; unknown fields are skipped.
    init(_ text: [UInt8]) throws(DecodeError) {
        self.init()
        var frame = FrameBuffer()
        try text.withUnsafeBytesTyped { (bytes) throws(DecodeError) in try frame.assign(bytes) }
        var cursor = frame.cursor
        var scope = try cursor.beginObject()
        var levels = Buffer<Level>(minimumCapacity: 128)
        while let key = try cursor.nextKey(&scope) {
            switch key {
            case "venue": venue = try cursor.word().string
            case "symbol": symbol = try cursor.word().string
            case "instrument": instrument = try cursor.word().string
            case "product": product = try cursor.word().string
            case "state": state = try cursor.word().string
            case "sequence": sequence = try cursor.integer()
            case "depth": depth = try cursor.integer()
            case "ts_event": eventTime = Timestamp(nanoseconds: try cursor.integer())
            case "ts_recv": receiveTime = Timestamp(nanoseconds: try cursor.integer())
            case "ts_written": writtenTime = Timestamp(nanoseconds: try cursor.integer())
            case "bid_levels": bidLevels = try cursor.integer()
            case "ask_levels": askLevels = try cursor.integer()
            case "bids": bids = Self.take(try cursor.levels(into: &levels), levels)
            case "asks": asks = Self.take(try cursor.levels(into: &levels), levels)
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard !state.isEmpty else { throw .missingField("state") }
    }

    private static func take(_ range: IndexRange, _ levels: borrowing Buffer<Level>) -> [Level] {
        range.indices.map { levels[$0] }
    }
}
