import JSON
import MarketData
import VenueKit

/// `allLiquidation.{symbol}`, https://bybit-exchange.github.io/docs/v5/websocket/public/all-liquidation
///
///     {"topic":"allLiquidation.ROSEUSDT","type":"snapshot","ts":1739502303204,
///      "data":[{"T":1739502302929,"s":"ROSEUSDT","S":"Sell","v":"20000","p":"0.04499"}]}
///
/// and `liquidation.{symbol}` before it, https://bybit-exchange.github.io/docs/v5/websocket/public/liquidation
///
///     {"data":{"price":"0.03803","side":"Buy","size":"1637","symbol":"GALAUSDT","updatedTime":1673251091822},
///      "topic":"liquidation.GALAUSDT","ts":1673251091822,"type":"snapshot"}
///
/// Both pages: "Position side. When you receive a `Buy` update, this means that a long position has been liquidated",
/// and the price is the bankruptcy price.
extension BybitDecoder {
    mutating func decodeLiquidations(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        guard cursor.peek() == UInt8(ascii: "[") else { return try decodeLiquidation(&cursor, into: &batch) }
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) { try decodeLiquidation(&cursor, into: &batch) }
    }

    private func decodeLiquidation(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        var symbol: UnsafeBufferPointer<UInt8>?
        var time: Timestamp?
        var side: Liquidation.PositionSide?
        var price: Decimal?
        var size: Decimal?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "s", "symbol": symbol = try cursor.simpleString()
            case "T", "updatedTime", "time": time = try cursor.milliseconds()
            case "S", "side": side = try Self.position(cursor.word())
            case "p", "price": price = try cursor.decimal()
            case "v", "size", "qty": size = try cursor.decimal()
            default: try cursor.skipValue()
            }
        }
        guard let symbol else { throw .missingField("symbol") }
        guard let side else { throw .missingField("side") }
        guard let price else { throw .missingField("price") }
        guard let size else { throw .missingField("size") }
        batch.append(
            Liquidation(
                header: EventHeader(symbol: try intern(symbol, into: &batch), eventTime: time), side: side,
                price: price, priceKind: .bankruptcy, size: size))
    }

    private static func position(_ word: JSONKey) throws(DecodeError) -> Liquidation.PositionSide {
        switch word {
        case "Buy": return .long
        case "Sell": return .short
        default: throw .unknownValue(field: "side")
        }
    }
}
