import JSON
import MarketData
import VenueKit

extension DeribitDecoder {
    /// Decodes a whole book or its changes.
    ///
    /// https://docs.deribit.com/subscriptions/orderbook/bookinstrument_nameinterval
    /// `{"type":"change","timestamp":1554373911330,"prev_change_id":297217,"instrument_name":"BTC-PERPETUAL","change_id":297218,"bids":[["delete",5041.94,0.0]],"asks":[["new",5042.64,40.0]]}`
    ///
    /// The first notification is a snapshot. `type` was added in 2021; before that, a message without `prev_change_id` was one.
    /// With a `prev_change_id` of 0 nothing came before, so the levels are the whole book.
    ///
    /// https://docs.deribit.com/subscriptions/orderbook/bookinstrument_namegroupdepthinterval
    /// has the best levels of the book as pairs, complete in each message; it is a separate book.
    @inline(__always)
    mutating func decodeBook(
        _ cursor: inout JSONCursor, channel: DeribitChannelName, into batch: inout EventBatch
    ) throws(DecodeError) {
        let book = try readBook(&cursor, into: &batch)
        let symbol = try symbol(book.instrument, in: &batch)
        if let depth = channel.groupedDepth(instrumentLength: book.instrument?.count ?? 0) {
            try append(
                book, symbol: symbol, isSnapshot: true, place: .inStream, depth: depth, limit: depth, to: &batch)
            return
        }
        let isSnapshot = book.isSnapshot ?? (book.previous == nil)
        try append(
            book, symbol: symbol, isSnapshot: isSnapshot || book.previous == 0, place: .inStream, depth: 0, limit: nil,
            to: &batch)
    }

    /// Decodes the answer of public/get_order_book, whose change_id belongs to the same chain as the channel's.
    ///
    /// https://docs.deribit.com/api-reference/market-data/public-get_order_book
    mutating func decodeOrderBookAnswer(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) {
        let book = try readBook(&cursor, into: &batch)
        let symbol = try symbol(book.instrument, in: &batch)
        // The answer contains 5 levels per side unless the request specifies another number.
        let limit = context.queryValue("depth").flatMap { Int32($0) } ?? 5
        try append(book, symbol: symbol, isSnapshot: true, place: .beside, depth: 0, limit: limit, to: &batch)
    }

    private struct BookFields {
        var isSnapshot: Bool?
        var time: Timestamp?
        var instrument: UnsafeBufferPointer<UInt8>?
        var previous: Int64?
        var change: Int64?
        var bids: IndexRange?
        var asks: IndexRange?
    }

    @inline(__always)
    private mutating func readBook(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> BookFields {
        var book = BookFields()
        var object = try cursor.beginObject(in: &bookOrder)
        while let field = try cursor.nextField(&object, in: &bookOrder) {
            switch field {
            case .timestamp: book.time = try cursor.milliseconds()
            case .previous: book.previous = try cursor.integer()
            case .instrument: book.instrument = try cursor.simpleString()
            case .change: book.change = try cursor.integer()
            case .bids: book.bids = try Self.levels(&cursor, into: &batch)
            case .asks: book.asks = try Self.levels(&cursor, into: &batch)
            case .type:
                switch try cursor.word() {
                case "change": book.isSnapshot = false
                case "snapshot": book.isSnapshot = true
                default: throw .unknownValue(field: "type")
                }
            case .other: try cursor.skipValue()
            }
        }
        return book
    }

    @inline(__always)
    private func append(
        _ book: BookFields, symbol: SymbolID, isSnapshot: Bool, place: SnapshotPlace, depth: Int32, limit: Int32?,
        to batch: inout EventBatch
    ) throws(DecodeError) {
        guard let change = book.change else { throw Self.missing("change_id") }
        guard let bids = book.bids else { throw Self.missing("bids") }
        guard let asks = book.asks else { throw Self.missing("asks") }
        guard let time = book.time else { throw Self.missing("timestamp") }
        let previous = isSnapshot ? nil : book.previous
        batch.append(
            BookChange(
                header: EventHeader(symbol: symbol, eventTime: time), kind: isSnapshot ? .snapshot : .delta,
                rule: previous == nil ? .contiguous : .chained, place: place, depth: depth, lastSequence: change,
                previousSequence: previous, bids: bids, asks: asks, depthHorizon: limit))
    }

    /// `[["new", price, amount], …]` or, for a grouped book, `[[price, amount], …]`.
    @inline(__always)
    private static func levels(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> IndexRange {
        let first = batch.levels.count
        var signs: Int64 = 0
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var level = try cursor.beginArray()
            try cursor.requireElement(&level)
            var isGone = false
            if cursor.peek() == UInt8(ascii: "\"") {
                switch try cursor.word() {
                case "change", "new": break
                case "delete": isGone = true
                default: throw .unknownValue(field: "action")
                }
                try cursor.requireElement(&level)
            }
            let price = try cursor.decimal()
            try cursor.requireElement(&level)
            let size = try cursor.decimal()
            while try cursor.nextElement(&level) { try cursor.skipValue() }
            let change = Level(price: price, size: isGone ? .zero : size)
            signs |= change.sign
            batch.levels.append(change)
        }
        let count = batch.levels.count &- first
        if signs >= 0 { batch.soundLevels &+= count }
        return IndexRange(start: first, count: count)
    }
}
