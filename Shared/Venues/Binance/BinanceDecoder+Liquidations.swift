import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// A liquidation order; the venue sends at most the latest of a symbol each second.
    ///
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Liquidation-Order-Streams
    /// `{"e":"forceOrder","E":1568014460893,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.014","p":"9910","ap":"9910","X":"FILLED","l":"0.014","z":"0.014","T":1568014460893}}`
    mutating func decodeForceOrder(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var publishTime: Timestamp?
        var order: ForceOrder?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": publishTime = try cursor.milliseconds()
            case "o": order = try Self.forceOrder(&cursor)
            default: try cursor.skipValue()
            }
        }
        guard let order else { throw Self.missing("o") }
        let symbol = try symbol(order.symbol, field: "o.s", in: &batch)
        guard let side = order.side else { throw Self.missing("o.S") }
        guard let price = order.price else { throw Self.missing("o.p") }
        guard let size = order.size else { throw Self.missing("o.q") }
        // The filled size at its average price if there is a fill; otherwise the ordered size at the order's limit, which the
        // venue sets to the bankruptcy price.
        var average: Level?
        if let price = order.averagePrice, let size = order.filledSize, !price.isZero, !size.isZero {
            average = Level(price: price, size: size)
        }
        batch.append(
            Liquidation(
                header: EventHeader(
                    symbol: symbol, eventTime: order.time ?? publishTime,
                    publishTime: order.time == nil ? nil : publishTime),
                side: side, price: average?.price ?? price, priceKind: average == nil ? .bankruptcy : .average,
                size: average?.size ?? size))
    }

    private struct ForceOrder {
        var symbol: UnsafeBufferPointer<UInt8>?
        var side: Liquidation.PositionSide?
        var price: Decimal?
        var averagePrice: Decimal?
        var size: Decimal?
        var filledSize: Decimal?
        var time: Timestamp?
    }

    private static func forceOrder(_ cursor: inout JSONCursor) throws(DecodeError) -> ForceOrder {
        var order = ForceOrder()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "s": order.symbol = try cursor.simpleString()
            case "S":
                // The order's side: a long position is closed by selling.
                switch try cursor.word() {
                case "SELL": order.side = .long
                case "BUY": order.side = .short
                default: throw .unknownValue(field: "o.S")
                }
            case "p": order.price = try cursor.decimal()
            case "ap": order.averagePrice = try cursor.decimal()
            case "q": order.size = try cursor.decimal()
            case "z": order.filledSize = try cursor.decimal()
            case "T": order.time = try cursor.milliseconds()
            default: try cursor.skipValue()
            }
        }
        return order
    }
}
