import JSON
import MarketData
import VenueKit

/// The content of a book message; its levels lie in the batch.
struct BybitBookBody {
    var symbol: UnsafeBufferPointer<UInt8>?
    var bids = IndexRange.empty
    var asks = IndexRange.empty
    /// `u`: counts the messages of one depth of one symbol, without holes.
    var update: Int64?
}

/// `orderbook.{depth}.{symbol}`, https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook
///
///     {"topic":"orderbook.50.BTCUSDT","type":"delta","ts":1687940967466,"data":{"s":"BTCUSDT",
///      "b":[["30247.20","30.028"]],"a":[["30248.70","0"]],"u":177400507,"seq":66544703342},"cts":1687940967464}
extension BybitDecoder {
    mutating func decodeOrderbook(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> BybitBookBody {
        var body = BybitBookBody()
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "s": body.symbol = try cursor.simpleString()
            case "b": body.bids = try cursor.levels(into: &batch)
            case "a": body.asks = try cursor.levels(into: &batch)
            case "u": body.update = try cursor.integer()
            // `seq` orders books of different depths; it is neither contiguous nor unique, `u` is.
            default: try cursor.skipValue()
            }
        }
        return body
    }

    /// Appends a v5 book, or the quote of spot's level 1.
    mutating func appendBook(_ envelope: BybitEnvelope, depth: Int32, into batch: inout EventBatch) throws(DecodeError)
    {
        guard let body = envelope.book else { throw .missingField("data") }
        guard let symbol = body.symbol else { throw .missingField("s") }
        guard let update = body.update else { throw .missingField("u") }
        guard let type = envelope.type else { throw .missingField("type") }
        guard type != .other else { throw .unknownValue(field: "type") }
        let header = envelope.header(try intern(symbol, into: &batch))
        // "Occasionally, you'll receive u=1, which is a snapshot data due to the restart of the service."
        let isSnapshot = type == .snapshot || update == 1
        if depth == 1, product == .spot {
            return try appendQuote(header, body: body, isSnapshot: isSnapshot, update: update, into: &batch)
        }
        batch.append(
            BookChange(
                header: header, kind: isSnapshot ? .snapshot : .delta, rule: .contiguous, place: .inStream,
                depth: depth, firstSequence: update, lastSequence: update, bids: body.bids, asks: body.asks,
                depthHorizon: isSnapshot ? Self.horizon(body, depth: depth) : nil))
    }

    /// Quotes come from one channel a product, so that their sequences never mix: from level 1 on spot, whose tickers
    /// hold no quote; from the tickers elsewhere, where level 1 stays what it is, a book one level deep.
    ///
    /// "Linear, inverse, spot level 1 data has snapshot message only" is true today. Until 2023 spot's level 1 came as changes
    /// too, as that page had it then: what is 0 is gone, what is there is the new best. A change whose predecessor
    /// was not seen gives a quote only where it names both sides.
    private mutating func appendQuote(
        _ header: EventHeader, body: BybitBookBody, isSnapshot: Bool, update: Int64, into batch: inout EventBatch
    ) throws(DecodeError) {
        try check.check(isSnapshot ? .snapshot : .delta, body.bids, body.asks, of: header.symbol, &batch)
        let bids = batch.levels.unsafeSlice(body.bids.indices)
        let asks = batch.levels.unsafeSlice(body.asks.indices)
        let symbol = header.symbol.index
        var touch = isSnapshot ? BybitTouch(bids: bids, asks: asks) : BybitTouch(after: touches[symbol], at: update)
        if !isSnapshot { touch.apply(bids: bids, asks: asks) }
        touch.update = update
        touches[symbol] = touch
        guard touch.isWhole else { return }
        // Three seconds without a change repeat the message with the same `u` and another `seq`: `u` is the identity.
        batch.append(Quote(header: header, bid: touch.bid, ask: touch.ask, sequence: update))
    }

    /// A full side may continue beyond the shown levels.
    static func horizon(_ body: BybitBookBody, depth: Int32) -> Int32? {
        body.bids.count >= depth || body.asks.count >= depth ? depth : nil
    }
}
