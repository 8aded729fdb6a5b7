import JSON
import MarketData
import VenueKit

/// REST answers, by the path that was asked for.
extension CoinbaseDecoder {
    mutating func decodeAnswer(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) {
        let path = context.request.prefix { $0 != "?" }
        if path == CoinbaseConnection.productsPath {
            try decodeProductList(&cursor, into: &batch)
        } else if path == CoinbaseConnection.marketProductsPath {
            var object = try cursor.beginObject()
            var hasProducts = false
            while let key = try cursor.nextKey(&object) {
                guard case "products" = key else {
                    try cursor.skipValue()
                    continue
                }
                hasProducts = true
                try decodeProductList(&cursor, into: &batch)
            }
            guard hasProducts else { throw .missingField("products") }
        } else if path.hasPrefix("/products/"), path.hasSuffix("/book") {
            try decodeBookAnswer(&cursor, symbol: String(path.dropFirst(10).dropLast(5)), context, into: &batch)
        } else {
            throw .unknownChannel(context.request)
        }
    }

    /// https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-all-known-trading-pairs,
    /// https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products
    private mutating func decodeProductList(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        try decodeEntries(&cursor, into: &batch) { (decoder, cursor, batch) throws(DecodeError) in
            let fields = try CoinbaseProductFields(&cursor)
            guard fields.isSpot else { return }
            let header = EventHeader(symbol: try decoder.intern(fields.symbol, into: &batch), eventTime: nil)
            try decoder.appendInstrument(fields, header, into: &batch)
        }
    }

    /// `/products/{id}/book`: `{"bids":[["0.1135","35",1]],"asks":[["0.1137","10113.4",4]],"sequence":406959136,
    /// "auction_mode":false,"time":"…"}`; at level 3 the third element is the order's id.
    /// (https://docs.cdp.coinbase.com/api-reference/exchange-api/rest-api/products/get-product-book)
    private mutating func decodeBookAnswer(
        _ cursor: inout JSONCursor, symbol name: String, _ context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) {
        // Level 1, the best bid and ask, is what comes without the parameter; 2 is all levels, 3 all orders.
        let level = context.queryValue("level") ?? "1"
        var bids: IndexRange?
        var asks: IndexRange?
        var sequence: Int64?
        var time: Timestamp?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "bids": bids = try readSide(&cursor, .bid, level: level, into: &batch)
            case "asks": asks = try readSide(&cursor, .ask, level: level, into: &batch)
            case "sequence": sequence = try cursor.integer()
            case "time": time = try cursor.optionalTime()
            default: try cursor.skipValue()
            }
        }
        guard let bids else { throw .missingField("bids") }
        guard let asks else { throw .missingField("asks") }
        var name = name
        let symbol = name.withUTF8 { text in
            Result { () throws(DecodeError) in
                guard RequestedSymbol.isPlain(text) else {
                    throw .unknownSymbol(String(decoding: text.prefix(CoinbaseSymbols.maximumLength), as: UTF8.self))
                }
                return try intern(text, into: &batch)
            }
        }
        let header = EventHeader(symbol: try symbol.get(), eventTime: time)
        switch level {
        case "3":
            guard let sequence else { throw .missingField("sequence") }
            batch.append(
                OrderSnapshot(
                    header: header, rule: .contiguous, place: .beside, sequence: sequence, bids: bids, asks: asks))
        // The sequence is that of the `full` channel; the book of `level2` has none, so this one carries none either. Without
        // a number nothing can bridge it: it counts where it comes, as one inside the stream.
        case "2":
            batch.append(
                BookChange(header: header, kind: .snapshot, rule: .none, place: .inStream, bids: bids, asks: asks))
        default:
            batch.append(
                BookChange(
                    header: header, kind: .snapshot, rule: .none, place: .inStream, depth: 1, bids: bids, asks: asks,
                    depthHorizon: 1))
        }
    }

    private mutating func readSide(
        _ cursor: inout JSONCursor, _ side: Side, level: String, into batch: inout EventBatch
    ) throws(DecodeError) -> IndexRange {
        guard level == "3" else { return try cursor.levels(into: &batch) }
        let first = batch.restingOrders.count
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var order = try cursor.beginArray()
            try cursor.requireElement(&order)
            let price = try cursor.decimal()
            try cursor.requireElement(&order)
            let size = try cursor.decimal()
            try cursor.requireElement(&order)
            let id = try cursor.simpleString()
            try cursor.requireEnd(&order)
            batch.restingOrders.append(RestingOrder(orderID: batch.addText(id), price: price, size: size))
            if level3Schema != nil { orderSides.note(id, side) }
        }
        return IndexRange(start: first, count: batch.restingOrders.count - first)
    }
}
