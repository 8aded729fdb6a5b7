import JSON
import MarketData
import VenueKit

/// The channel `status` of both feeds. It repeats every product every few seconds: an instrument goes out when something
/// of it changed, a status when its state did, and both when a session sees it first.
extension CoinbaseDecoder {
    /// `{"type":"status","products":[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD",
    /// "base_increment":"0.00000001","quote_increment":"0.01","status":"online","status_message":null,
    /// "cancel_only":false,…}],"currencies":[…]}` (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels)
    mutating func decodeStatus(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, bytes: UnsafeRawBufferPointer,
        into batch: inout EventBatch
    ) throws(DecodeError) {
        var marks: [(Int32, CoinbaseProductMark)] = []
        while let key = try cursor.nextKey(&object) {
            guard case "products" = key else {
                try cursor.skipValue()
                continue
            }
            try decodeProducts(&cursor, time: nil, bytes: bytes, marks: &marks, into: &batch)
        }
        try cursor.finish()
        remember(marks)
    }

    /// Reads a list of products and appends what is new. What was said is remembered when the frame turned out whole.
    mutating func decodeProducts(
        _ cursor: inout JSONCursor, time: Timestamp?, bytes: UnsafeRawBufferPointer,
        marks: inout [(Int32, CoinbaseProductMark)], into batch: inout EventBatch
    ) throws(DecodeError) {
        try decodeEntries(&cursor, into: &batch) { (decoder, cursor, batch) throws(DecodeError) in
            let start = cursor.offset
            let fields = try CoinbaseProductFields(&cursor)
            guard fields.isSpot else { return }
            let symbol = try decoder.intern(fields.symbol, into: &batch)
            let content = Self.hash(bytes[start..<cursor.offset])
            let last = decoder.products[symbol.index]
            guard last?.content != content else { return }
            let header = EventHeader(symbol: symbol, eventTime: time)
            try decoder.appendInstrument(fields, header, into: &batch)
            let state = fields.state.withUTF8Bytes { SymbolTable.hash($0) }
            if last?.state != state { try decoder.appendStatus(fields, header, into: &batch) }
            marks.append((symbol.index, CoinbaseProductMark(content: content, state: state)))
        }
    }

    mutating func remember(_ marks: [(Int32, CoinbaseProductMark)]) {
        for (symbol, mark) in marks { products[symbol] = mark }
    }

    private static func hash(_ bytes: Slice<UnsafeRawBufferPointer>) -> UInt64 {
        UnsafeRawBufferPointer(rebasing: bytes).withMemoryRebound(to: UInt8.self) { SymbolTable.hash($0) }
    }
}

extension String {
    /// Lends the text's bytes.
    fileprivate func withUTF8Bytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var copy = self
        return copy.withUTF8(body)
    }
}
