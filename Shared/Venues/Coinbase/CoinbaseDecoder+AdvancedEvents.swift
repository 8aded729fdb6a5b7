import JSON
import MarketData
import VenueKit

/// The events of Advanced Trade's channels,
/// https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
extension CoinbaseDecoder {
    /// `{"type":"update","product_id":"BTC-USD","updates":[{"side":"bid","event_time":"2023-02-09T20:32:50.714964855Z",
    /// "price_level":"21921.73","new_quantity":"0.06317902"}]}`; the ask side is called `offer`. "new_quantity is the
    /// updated size at a price level (not a delta)".
    mutating func decodeBookEvent(
        _ cursor: inout JSONCursor, _ envelope: CoinbaseAdvancedEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var symbol: UnsafeBufferPointer<UInt8>?
        var kind: BookChange.Kind?
        var time: Timestamp?
        var sides: (bids: IndexRange, asks: IndexRange)?
        var event = try cursor.beginObject()
        while let key = try cursor.nextKey(&event) {
            switch key {
            case "type":
                switch try cursor.word() {
                case "update": kind = .delta
                case "snapshot": kind = .snapshot
                default: throw .unknownValue(field: "type")
                }
            case "product_id": symbol = try cursor.simpleString()
            case "updates": sides = try decodeUpdates(&cursor, time: &time, into: &batch)
            default: try cursor.skipValue()
            }
        }
        guard let kind else { throw .missingField("type") }
        guard let sides else { throw .missingField("updates") }
        let header = EventHeader(
            symbol: try recall(symbol, into: &batch), eventTime: time ?? envelope.time,
            publishTime: time == nil ? nil : envelope.time)
        batch.append(
            BookChange(
                header: header, kind: kind, rule: .none, place: .inStream, bids: sides.bids, asks: sides.asks))
    }

    private mutating func decodeUpdates(
        _ cursor: inout JSONCursor, time: inout Timestamp?, into batch: inout EventBatch
    ) throws(DecodeError) -> (bids: IndexRange, asks: IndexRange) {
        splitter.begin(in: batch.levels)
        var knownTime: JSONKey?
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var side: Side?
            var price: Decimal?
            var size: Decimal?
            var update = try cursor.beginObject(in: &updateOrder)
            while let field = try cursor.nextField(&update, in: &updateOrder) {
                switch field {
                case .side: side = try Self.side(cursor.word())
                case .time:
                    // All levels of an event carry one time: it is read once.
                    if let knownTime, cursor.takeString(knownTime) { continue }
                    var ahead = cursor
                    knownTime = try ahead.word()
                    guard let next = try cursor.optionalTime(near: &minute) else { continue }
                    time = max(time ?? next, next)
                case .price: price = try cursor.decimal()
                case .size: size = try cursor.decimal()
                case .other: try cursor.skipValue()
                }
            }
            guard let side else { throw .missingField("side") }
            guard let price else { throw .missingField("price_level") }
            guard let size else { throw .missingField("new_quantity") }
            splitter.add(Level(price: price, size: size), side: side, to: &batch.levels)
        }
        return splitter.finish(in: &batch)
    }

    /// `{"type":"update","trades":[{"trade_id":"000000000","product_id":"ETH-USD","price":"1260.01","size":"0.3",
    /// "side":"BUY","time":"2019-08-14T20:42:27.265Z"}]}`. The latest trade stands first; the first event of a session
    /// repeats the last trades before it.
    mutating func decodeTradesEvent(
        _ cursor: inout JSONCursor, _ envelope: CoinbaseAdvancedEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var event = try cursor.beginObject(in: &tradesOrder)
        while let field = try cursor.nextField(&event, in: &tradesOrder) {
            guard field == .trades else {
                try cursor.skipValue()
                continue
            }
            let first = batch.trades.count
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) { try decodeTrade(&cursor, envelope, into: &batch) }
            // Events stand in the order in which they happened.
            var (low, high) = (first, batch.trades.count - 1)
            while low < high {
                let trade = batch.trades[low]
                batch.trades[low] = batch.trades[high]
                batch.trades[high] = trade
                low += 1
                high -= 1
            }
        }
    }

    private mutating func decodeTrade(
        _ cursor: inout JSONCursor, _ envelope: CoinbaseAdvancedEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var symbol: UnsafeBufferPointer<UInt8>?
        var id: UnsafeBufferPointer<UInt8>?
        var time: Timestamp?
        var price: Decimal?
        var size: Decimal?
        var maker: Side?
        var object = try cursor.beginObject(in: &tradeOrder)
        while let field = try cursor.nextField(&object, in: &tradeOrder) {
            switch field {
            case .symbol: symbol = try cursor.simpleString()
            case .id: id = try cursor.identifier()
            case .price: price = try cursor.decimal()
            case .size: size = try cursor.decimal()
            case .time: time = try cursor.optionalTime(near: &minute)
            case .side: maker = try Self.side(cursor.word())
            case .other: try cursor.skipValue()
            }
        }
        guard let id else { throw .missingField("trade_id") }
        guard let price else { throw .missingField("price") }
        guard let size else { throw .missingField("size") }
        guard let maker else { throw .missingField("side") }
        let header = EventHeader(
            symbol: try recall(symbol, into: &batch), eventTime: time ?? envelope.time,
            publishTime: time == nil ? nil : envelope.time)
        batch.append(
            Trade(
                header: header, tradeID: batch.addText(id), price: price, size: size,
                aggressorSide: Self.aggressor(against: maker)))
    }

    /// `{"type":"update","tickers":[{"type":"ticker","product_id":"BTC-USD","price":"21932.98",
    /// "volume_24_h":"16038.28770938","low_24_h":"21835.29","high_24_h":"23011.18","best_bid":"21931.98",
    /// "best_bid_quantity":"8000.21","best_ask":"21933.98","best_ask_quantity":"8038.07770938"}]}`
    mutating func decodeTickersEvent(
        _ cursor: inout JSONCursor, _ envelope: CoinbaseAdvancedEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var event = try cursor.beginObject()
        while let key = try cursor.nextKey(&event) {
            guard case "tickers" = key else {
                try cursor.skipValue()
                continue
            }
            var list = try cursor.beginArray()
            while try cursor.nextElement(&list) {
                var fields = CoinbaseTickerFields()
                var object = try cursor.beginObject()
                while let key = try cursor.nextKey(&object) {
                    try fields.read(key, at: &cursor, &batch.descriptive)
                }
                let symbol = try recall(fields.symbol, into: &batch)
                fields.append(EventHeader(symbol: symbol, eventTime: fields.time ?? envelope.time), into: &batch)
            }
        }
    }
}
