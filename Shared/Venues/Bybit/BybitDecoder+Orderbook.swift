import JSON
import MarketData

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
            case "b": body.bids = try cursor.levels(into: &batch.levels)
            case "a": body.asks = try cursor.levels(into: &batch.levels)
            case "u": body.update = try cursor.integer()
            // `seq` orders books of different depths; it is neither contiguous nor unique, `u` is.
            default: try cursor.skipValue()
            }
        }
        return body
    }

    /// Appends a v5 book, or the quote that spot's level 1 is.
    func appendBook(_ envelope: BybitEnvelope, depth: Int32, into batch: inout EventBatch) throws(DecodeError) {
        guard let body = envelope.book else { throw .missingField("data") }
        guard let symbol = body.symbol else { throw .missingField("s") }
        guard let update = body.update else { throw .missingField("u") }
        guard let type = envelope.type else { throw .missingField("type") }
        guard type != .other else { throw .unknownValue(field: "type") }
        let header = envelope.header(try intern(symbol, into: &batch))
        // "Occasionally, you'll receive u=1, which is a snapshot data due to the restart of the service."
        let isSnapshot = type == .snapshot || update == 1
        if depth == 1, product == .spot, isSnapshot {
            return appendQuote(header, body: body, update: update, into: &batch)
        }
        batch.append(
            BookChange(
                header: header, kind: isSnapshot ? .snapshot : .delta, depth: depth, firstSequence: update,
                lastSequence: update, bids: body.bids, asks: body.asks,
                depthHorizon: isSnapshot ? Self.horizon(body, depth: depth) : nil))
    }

    /// Quotes come from one channel a product, so that their sequences never mix: from level 1 on spot, whose tickers
    /// hold no quote; from the tickers elsewhere, where level 1 stays what it is, a book one level deep.
    private func appendQuote(
        _ header: EventHeader, body: BybitBookBody, update: Int64, into batch: inout EventBatch
    ) {
        let bid = body.bids.count > 0 ? batch.levels[body.bids.indices.lowerBound] : nil
        let ask = body.asks.count > 0 ? batch.levels[body.asks.indices.lowerBound] : nil
        // Three seconds without a change repeat the message with the same `u` and another `seq`: `u` is the identity.
        batch.append(Quote(header: header, bid: bid, ask: ask, sequence: update))
    }

    /// A side that is full may go on beyond what is shown.
    static func horizon(_ body: BybitBookBody, depth: Int32) -> Int32? {
        body.bids.count >= depth || body.asks.count >= depth ? depth : nil
    }
}
