import JSON
import MarketData
import VenueKit

/// The fields of a ticker while it is read, of either feed.
struct CoinbaseTickerFields {
    var symbol: UnsafeBufferPointer<UInt8>?
    var sequence: Int64?
    var time: Timestamp?
    var price: Decimal?
    var volume24h: Decimal?
    var high24h: Decimal?
    var low24h: Decimal?
    var bidPrice: Decimal?
    var bidSize: Decimal?
    var askPrice: Decimal?
    var askSize: Decimal?

    /// Reads the value of one field; passes those that are not wanted.
    mutating func read(
        _ key: JSONKey, at cursor: inout JSONCursor, _ notes: inout DescriptiveNumbers
    ) throws(DecodeError) {
        switch key {
        case "product_id": symbol = try cursor.simpleString()
        case "sequence": sequence = try cursor.integer()
        case "price": price = try cursor.optionalDecimal()
        case "best_bid": bidPrice = try cursor.optionalDecimal()
        case "best_ask": askPrice = try cursor.optionalDecimal()
        case "best_bid_size", "best_bid_quantity": bidSize = try cursor.optionalDecimal()
        case "best_ask_size", "best_ask_quantity": askSize = try cursor.optionalDecimal()
        case "volume_24h", "volume_24_h": volume24h = try cursor.descriptive(&notes)
        case "high_24h", "high_24_h": high24h = try cursor.descriptive(&notes)
        case "low_24h", "low_24_h": low24h = try cursor.descriptive(&notes)
        case "time": time = try cursor.optionalTime()
        default: try cursor.skipValue()
        }
    }

    /// Appends a `Ticker`, and a `Quote` where the sizes are told: before 2022 they were not, and `ticker_batch` of
    /// Advanced Trade has no quote at all.
    func append(_ header: EventHeader, into batch: inout EventBatch) {
        var ticker = Ticker(header: header, lastPrice: price)
        ticker.volume24h = volume24h
        ticker.high24h = high24h
        ticker.low24h = low24h
        batch.append(ticker)
        guard let bidPrice, let bidSize, let askPrice, let askSize else { return }
        // A side without orders is sent as zeros.
        let bid = bidSize.isZero ? nil : Level(price: bidPrice, size: bidSize)
        let ask = askSize.isZero ? nil : Level(price: askPrice, size: askSize)
        batch.append(Quote(header: header, bid: bid, ask: ask, sequence: sequence))
    }
}

extension CoinbaseDecoder {
    /// `{"type":"ticker","sequence":37475248783,"product_id":"ETH-USD","price":"1285.22","open_24h":"1310.79",
    /// "volume_24h":"245532.79269678","low_24h":"1280.52","high_24h":"1313.8","best_bid":"1285.04",
    /// "best_bid_size":"0.46688654","best_ask":"1285.27","best_ask_size":"1.56637040","side":"buy",
    /// "time":"2022-10-19T23:28:22.061769Z","trade_id":370843401,"last_size":"11.4396987"}`
    /// (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels)
    func decodeTicker(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) {
        var fields = CoinbaseTickerFields()
        while let key = try cursor.nextKey(&object) { try fields.read(key, at: &cursor, &batch.descriptive) }
        try cursor.finish()
        fields.append(
            EventHeader(symbol: try intern(fields.symbol, into: &batch), eventTime: fields.time), into: &batch)
    }
}
