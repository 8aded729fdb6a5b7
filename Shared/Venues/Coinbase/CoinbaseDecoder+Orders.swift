import JSON
import MarketData
import VenueKit

/// The channels `full` and `matches`, https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
///
///     {"type":"received","time":"2014-11-07T08:19:27.028459Z","product_id":"BTC-USD","sequence":10,
///      "order_id":"d50ec984-…","size":"1.34","price":"502.1","side":"buy","order_type":"limit"}
///     {"type":"open","time":"…","product_id":"BTC-USD","sequence":10,"order_id":"d50ec984-…","price":"200.2",
///      "remaining_size":"1.00","side":"sell"}
///     {"type":"done","time":"…","product_id":"BTC-USD","sequence":10,"price":"200.2","order_id":"d50ec984-…",
///      "reason":"filled","side":"sell","remaining_size":"0"}
///     {"type":"match","trade_id":10,"sequence":50,"maker_order_id":"ac928c66-…","taker_order_id":"132fb6ae-…",
///      "time":"…","product_id":"BTC-USD","size":"5.23512","price":"400.23","side":"sell"}
///     {"type":"change","reason":"modify_order","time":"…","sequence":24753,"order_id":"c3f16063-…","side":"buy",
///      "product_id":"ETH-USD","old_size":"80","new_size":"80","old_price":"7","new_price":"6"}
extension CoinbaseDecoder {
    mutating func decodeOrderMessage(
        _ type: JSONKey, _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = CoinbaseOrderFields()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "product_id": fields.symbol = try cursor.simpleString()
            case "sequence": fields.sequence = try cursor.integer()
            case "time": fields.time = try cursor.optionalTime()
            case "side": fields.side = try Self.side(cursor.word())
            case "price": fields.price = try cursor.optionalDecimal()
            case "size": fields.size = try cursor.optionalDecimal()
            case "order_id": fields.orderID = try cursor.simpleString()
            case "remaining_size": fields.remaining = try cursor.optionalDecimal()
            case "reason": fields.reason = try cursor.simpleString()
            case "maker_order_id": fields.maker = try cursor.simpleString()
            case "taker_order_id": fields.taker = try cursor.simpleString()
            case "trade_id": fields.tradeID = try cursor.identifier()
            case "new_size": fields.newSize = try cursor.optionalDecimal()
            case "new_price": fields.newPrice = try cursor.optionalDecimal()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        let header = EventHeader(symbol: try intern(fields.symbol, into: &batch), eventTime: fields.time)
        switch type {
        case "match":
            try appendTrade(fields, header, into: &batch)
            if carriesOrders { try appendMatch(fields, header, into: &batch) }
        // The last trade before the subscription: known by its id wherever it was seen already.
        case "last_match": try appendTrade(fields, header, into: &batch)
        default: try appendOrder(type, fields, header, into: &batch)
        }
    }

    private func appendTrade(
        _ fields: CoinbaseOrderFields, _ header: EventHeader, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let price = fields.price else { throw .missingField("price") }
        guard let size = fields.size else { throw .missingField("size") }
        let side = Self.aggressor(against: try fields.requiredSide())
        batch.append(
            Trade(
                header: header, tradeID: batch.addText(try fields.required(fields.tradeID, "trade_id")), price: price,
                size: size, aggressorSide: side, sequence: fields.sequence))
    }

    mutating func appendMatch(
        _ fields: CoinbaseOrderFields, _ header: EventHeader, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let sequence = fields.sequence else { throw .missingField("sequence") }
        let side = try fields.requiredSide()
        let maker = batch.addText(try fields.required(fields.maker, "maker_order_id"))
        let taker = batch.addText(try fields.required(fields.taker, "taker_order_id"))
        batch.append(
            OrderChange(
                header: header, rule: .contiguous, sequence: sequence, action: .match, orderID: maker, side: side,
                price: fields.price, size: fields.size, makerOrderID: maker, takerOrderID: taker,
                firstSequence: noteChange(header.symbol, sequence)))
    }

    mutating func appendOrder(
        _ type: JSONKey, _ fields: CoinbaseOrderFields, _ header: EventHeader, into batch: inout EventBatch
    ) throws(DecodeError) {
        guard let sequence = fields.sequence else { throw .missingField("sequence") }
        let orderID = try fields.required(fields.orderID, "order_id")
        let side = try fields.requiredSide()
        var order = OrderChange(
            header: header, rule: .contiguous, sequence: sequence, action: .add, orderID: .empty, side: side,
            price: fields.price, size: fields.remaining)
        switch type {
        case "received":
            carriesOrders = true
            noteSilent(header.symbol, sequence)
            return
        case "open":
            guard order.price != nil else { throw .missingField("price") }
            guard order.size != nil else { throw .missingField("remaining_size") }
        // Orders that never rested (filled at once, or market orders) are done too; of these the book knows nothing.
        case "done": order.action = .remove
        // Also of orders that were received and do not rest yet; of market orders, which have no price.
        default:
            order.action = .modify
            order.price = fields.newPrice ?? fields.price
            order.size = fields.newSize
        }
        carriesOrders = true
        order.orderID = batch.addText(orderID)
        if let reason = fields.reason { order.reason = batch.addText(reason) }
        order.firstSequence = noteChange(header.symbol, sequence)
        batch.append(order)
    }

    /// Notes a message that changes no book.
    mutating func noteSilent(_ symbol: SymbolID, _ sequence: Int64) {
        orderRuns[symbol.index, default: CoinbaseOrderRun(silent: sequence)].noteSilent(sequence)
    }

    /// The first message that a change covers; nil if it only covers itself.
    private mutating func noteChange(_ symbol: SymbolID, _ sequence: Int64) -> Int64? {
        if let first = orderRuns[symbol.index]?.noteChange(sequence) { return first == sequence ? nil : first }
        orderRuns[symbol.index] = CoinbaseOrderRun(change: sequence)
        return nil
    }
}
