import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// The best bid and ask. `u` is the number of the book's update, so quotes and book changes can be ordered.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#individual-symbol-book-ticker-streams
    /// `{"u":400900217,"s":"BNBUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000"}`
    ///
    /// USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Individual-Symbol-Book-Ticker-Streams
    /// has `e` and the times `E` and `T` as well.
    ///
    /// - Returns: false when a field `e` says that it is something else; nothing was appended then.
    @inline(__always)
    mutating func decodeQuote(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, sequence: Int64?, into batch: inout EventBatch
    ) throws(DecodeError) -> Bool {
        var sequence = sequence
        var publishTime: Timestamp?
        var engineTime: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var bidPrice: Decimal?
        var bidSize: Decimal?
        var askPrice: Decimal?
        var askSize: Decimal?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "s": symbolBytes = try cursor.simpleString()
            case "b": bidPrice = try cursor.decimal()
            case "B": bidSize = try cursor.decimal()
            case "a": askPrice = try cursor.decimal()
            case "A": askSize = try cursor.decimal()
            case "u": sequence = try cursor.integer()
            case "T": engineTime = try cursor.milliseconds()
            case "E": publishTime = try cursor.milliseconds()
            case "e":
                guard BinanceChannel.bookTicker ~= (try cursor.word()) else { return false }
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, in: &batch)
        guard let bidPrice else { throw Self.missing("b") }
        guard let bidSize else { throw Self.missing("B") }
        guard let askPrice else { throw Self.missing("a") }
        guard let askSize else { throw Self.missing("A") }
        // An empty side is sent as "0.00000000" twice.
        batch.append(
            Quote(
                header: EventHeader(
                    symbol: symbol, eventTime: engineTime ?? publishTime,
                    publishTime: engineTime == nil ? nil : publishTime),
                bid: bidSize.isZero && bidPrice.isZero ? nil : Level(price: bidPrice, size: bidSize),
                ask: askSize.isZero && askPrice.isZero ? nil : Level(price: askPrice, size: askSize),
                sequence: sequence))
        return true
    }
}
