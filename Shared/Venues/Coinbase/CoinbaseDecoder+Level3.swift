import JSON
import MarketData
import VenueKit

/// The channel `level3` of Exchange, `full` in a compact form:
/// https://docs.cdp.coinbase.com/exchange/websocket-feed/channels ("Level3 Channel")
///
///     ["open","BTC-USD","71502","f5d4…","buy","29990.1","0.5","2023-11-14T22:13:20.1Z"]
///
/// Only `open` names the side, so the decoder remembers it. Messages without a change are `noop`. Matches have no id, so
/// trades come from the channel `matches`.
extension CoinbaseDecoder {
    mutating func decodeLevel3Schema(
        _ cursor: inout JSONCursor, _ object: inout JSONScope
    ) throws(DecodeError) {
        var schema: CoinbaseLevel3Schema?
        while let key = try cursor.nextKey(&object) {
            if case "schema" = key {
                schema = try CoinbaseLevel3Schema(&cursor)
            } else {
                try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let schema else { throw .missingField("schema") }
        level3Schema = schema
        carriesOrders = true
    }

    mutating func decodeLevel3(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        guard let schema = level3Schema else { throw .inconsistent("a level3 message before its schema") }
        var message = try cursor.beginArray()
        try cursor.requireElement(&message)
        let type = try cursor.word()
        guard let names = schema.fields(of: type) else { throw .unknownChannel(type.string) }
        var fields = CoinbaseOrderFields()
        for name in names.dropFirst() {
            try cursor.requireElement(&message)
            switch name {
            case .product: fields.symbol = try cursor.simpleString()
            case .sequence: fields.sequence = try cursor.integer()
            case .order: fields.orderID = try cursor.simpleString()
            case .maker: fields.maker = try cursor.simpleString()
            case .taker: fields.taker = try cursor.simpleString()
            case .side: fields.side = try Self.side(cursor.word())
            case .price: fields.price = try cursor.optionalDecimal()
            case .size: fields.size = try cursor.optionalDecimal()
            case .time: fields.time = try cursor.optionalTime()
            case .other: try cursor.skipValue()
            }
        }
        try cursor.requireEnd(&message)
        try cursor.finish()
        try appendLevel3(type, &fields, into: &batch)
    }

    private mutating func appendLevel3(
        _ type: JSONKey, _ fields: inout CoinbaseOrderFields, into batch: inout EventBatch
    ) throws(DecodeError) {
        let header = EventHeader(symbol: try intern(fields.symbol, into: &batch), eventTime: fields.time)
        guard let sequence = fields.sequence else { throw .missingField("sequence") }
        switch type {
        case "noop": noteSilent(header.symbol, sequence)
        case "open":
            fields.remaining = fields.size
            try appendOrder(type, fields, header, into: &batch)
            orderSides.note(try fields.required(fields.orderID, "order_id"), try fields.requiredSide())
        case "match":
            // Without the maker's side there is no change to tell, and its number stays a hole until the next snapshot.
            fields.side = orderSides.side(of: try fields.required(fields.maker, "maker_order_id"))
            if fields.side != nil { try appendMatch(fields, header, into: &batch) }
        default:
            let orderID = try fields.required(fields.orderID, "order_id")
            guard let side = orderSides.side(of: orderID) else {
                // An order that never rested changes no book.
                return noteSilent(header.symbol, sequence)
            }
            fields.side = side
            fields.newSize = fields.size
            try appendOrder(type, fields, header, into: &batch)
            if case "done" = type { orderSides.remove(orderID) }
        }
    }
}
