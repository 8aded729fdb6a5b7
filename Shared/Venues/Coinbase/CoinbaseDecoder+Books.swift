import JSON
import MarketData
import VenueKit

/// The channels `level2` and `level2_batch` of Exchange, https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
///
/// A whole book and then its changes, "size is the updated size at that price level, not a delta". There is no sequence.
extension CoinbaseDecoder {
    /// `{"type":"snapshot","product_id":"BTC-USD","bids":[["10101.10","0.45054140"]],"asks":[["10102.55","0.57753524"]]}`
    func decodeSnapshot(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var symbol: UnsafeBufferPointer<UInt8>?
        var bids: IndexRange?
        var asks: IndexRange?
        var time: Timestamp?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "product_id": symbol = try cursor.simpleString()
            case "bids": bids = try cursor.levels(into: &batch)
            case "asks": asks = try cursor.levels(into: &batch)
            case "time": time = try cursor.optionalTime()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let bids else { throw .missingField("bids") }
        guard let asks else { throw .missingField("asks") }
        let header = EventHeader(symbol: try intern(symbol, into: &batch), eventTime: time)
        batch.append(
            BookChange(header: header, kind: .snapshot, rule: .none, place: .inStream, bids: bids, asks: asks))
    }

    /// `{"type":"l2update","product_id":"BTC-USD","time":"2019-08-14T20:42:27.265Z",
    /// "changes":[["buy","10101.80000000","0.162567"]]}`
    mutating func decodeUpdate(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var symbol: UnsafeBufferPointer<UInt8>?
        var sides: (bids: IndexRange, asks: IndexRange)?
        var time: Timestamp?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "product_id": symbol = try cursor.simpleString()
            case "changes": sides = try decodeChanges(&cursor, into: &batch)
            case "time": time = try cursor.optionalTime()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        guard let sides else { throw .missingField("changes") }
        let header = EventHeader(symbol: try intern(symbol, into: &batch), eventTime: time)
        batch.append(BookChange(header: header, kind: .delta, rule: .none, bids: sides.bids, asks: sides.asks))
    }

    private mutating func decodeChanges(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> (bids: IndexRange, asks: IndexRange) {
        splitter.begin(in: batch.levels)
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var change = try cursor.beginArray()
            try cursor.requireElement(&change)
            let side = try Self.side(cursor.word())
            try cursor.requireElement(&change)
            let price = try cursor.decimal()
            try cursor.requireElement(&change)
            let size = try cursor.decimal()
            while try cursor.nextElement(&change) { try cursor.skipValue() }
            splitter.add(Level(price: price, size: size), side: side, to: &batch.levels)
        }
        return splitter.finish(in: &batch)
    }
}
