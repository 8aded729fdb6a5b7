import JSON
import MarketData
import VenueKit

/// `orderBookL2_25.{symbol}` and `orderBook_200.100ms.{symbol}`, the books before v5:
/// https://bybit-exchange.github.io/docs-legacy/futuresV2/inverse/#t-websocketorderbook25
///
///     {"topic":"orderBookL2_25.BTCUSD","type":"delta","data":{"delete":[{"price":"3001.00","symbol":"BTCUSD",
///      "id":30010000,"side":"Sell"}],"update":[{"price":"2999.00","symbol":"BTCUSD","id":29990000,"side":"Buy",
///      "size":8}],"insert":[],"transactTimeE6":0},"cross_seq":11519,"timestamp_e6":1555647221331673}
///
/// A snapshot's `data` is the list of levels itself, on linear `{"order_book":[…]}`, on USDC `{"orderBook":[…]}`. The
/// book has no contiguous number (`cross_seq` is the matching engine's, with holes), so it carries no sequence.
extension BybitDecoder {
    mutating func decodeLegacyBook(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> BybitBookBody {
        var body = BybitBookBody()
        splitter.begin(in: batch.levels)
        if cursor.peek() == UInt8(ascii: "[") {
            try decodeLegacyLevels(&cursor, areGone: false, symbol: &body.symbol, into: &batch)
        } else {
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                switch key {
                case "update", "insert", "order_book", "orderBook":
                    try decodeLegacyLevels(&cursor, areGone: false, symbol: &body.symbol, into: &batch)
                case "delete": try decodeLegacyLevels(&cursor, areGone: true, symbol: &body.symbol, into: &batch)
                default: try cursor.skipValue()
                }
            }
        }
        (body.bids, body.asks) = splitter.finish(in: &batch)
        return body
    }

    private mutating func decodeLegacyLevels(
        _ cursor: inout JSONCursor, areGone: Bool, symbol: inout UnsafeBufferPointer<UInt8>?,
        into batch: inout EventBatch
    ) throws(DecodeError) {
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var price: Decimal?
            var size: Decimal?
            var side: Side?
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                switch key {
                case "price": price = try cursor.decimal()
                case "symbol": symbol = try cursor.simpleString()
                case "side": side = try Self.aggressor(cursor.word(), field: "side") == .buy ? .bid : .ask
                case "size": size = try cursor.decimal()
                default: try cursor.skipValue()
                }
            }
            guard let price else { throw .missingField("price") }
            guard let side else { throw .missingField("side") }
            // What is deleted comes without a size, or with one that says nothing.
            guard let size = areGone ? .zero : size else { throw .missingField("size") }
            splitter.add(Level(price: price, size: size), side: side, to: &batch.levels)
        }
    }

    /// Appends a book from before v5. A delta without any level says nothing and names no symbol.
    func appendLegacyBook(
        _ envelope: BybitEnvelope, depth: Int32, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let body = envelope.book else { throw .missingField("data") }
        guard let type = envelope.type else { throw .missingField("type") }
        guard type != .other else { throw .unknownValue(field: "type") }
        guard let symbol = body.symbol else {
            guard type == .delta else { throw .missingField("symbol") }
            return
        }
        let isSnapshot = type == .snapshot
        batch.append(
            BookChange(
                header: envelope.header(try intern(symbol, into: &batch)), kind: isSnapshot ? .snapshot : .delta,
                rule: .none, place: .inStream, depth: depth, bids: body.bids, asks: body.asks,
                depthHorizon: isSnapshot ? Self.horizon(body, depth: depth) : nil))
    }
}
