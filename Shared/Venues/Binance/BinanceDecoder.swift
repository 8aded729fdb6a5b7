public import JSON
public import MarketData
public import VenueKit

/// Decodes Binance's streams and REST answers of one market (spot, USD-M or COIN-M), combined or raw.
///
/// A combined frame is `{"stream":"btcusdt@trade","data":{…}}`, a raw one the payload alone. The payload's field `e` says
/// what it is; spot's bookTicker and partial depth have none. Any order of keys is read; the venue's own is the fast path.
public struct BinanceDecoder: ListDecoder {
    /// The market that the connection belongs to: frames do not tell, and symbols repeat.
    let product: Product
    private var check = EventCheck(Binance())
    var symbols = SymbolMemo(venue: BinanceSymbols.venue)
    /// What the parts of a futures ticker said last; see `BinanceDecoder+Tickers.swift`.
    var tickers: [SymbolID: BinanceTickerState] = [:]
    /// A symbol from a stream's name; it keeps its memory from frame to frame.
    var streamText: [UInt8] = []
    /// See `ListDecoder.oddEntries`.
    public var oddEntries: [OddEntry] = []

    /// `product` selects the rules of spot, USD-M or COIN-M frames.
    public init(product: Product) {
        self.product = product
    }

    /// See `FrameDecoder.startSession()`.
    public mutating func startSession() {
        tickers.removeAll()
    }

    /// See `FrameDecoder.decode(_:context:into:)`.
    public mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let first = batch.count
        var cursor = frame.cursor
        let outcome: FrameOutcome
        if cursor.peek() == UInt8(ascii: "[") {
            outcome = try decodeList(&cursor, stream: BinanceStream(), context: context, into: &batch)
        } else {
            outcome = try decodeFrame(&cursor, context: context, into: &batch)
        }
        try cursor.finish()
        try check.check(&batch, from: first)
        return outcome
    }

    /// A frame in the usual order of a combined stream, `stream` before `data`; everything else is a payload.
    @inline(__always)
    private mutating func decodeFrame(
        _ cursor: inout JSONCursor, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let start = cursor
        var object = try cursor.beginObject()
        guard let first = try cursor.nextKey(&object), "stream" ~= first else {
            cursor = start
            return try decodePayload(&cursor, stream: BinanceStream(), context: context, into: &batch)
        }
        let stream = BinanceStream(name: try cursor.simpleString())
        guard let second = try cursor.nextKey(&object), "data" ~= second else {
            cursor = start
            return try decodeUnusualOrder(&cursor, context: context, into: &batch)
        }
        let outcome: FrameOutcome
        if cursor.peek() == UInt8(ascii: "{") {
            outcome = try decodePayload(&cursor, stream: stream, context: context, into: &batch)
        } else {
            outcome = try decodeList(&cursor, stream: stream, context: context, into: &batch)
        }
        try skipRest(&cursor, &object)
        return outcome
    }

    /// The payload of a stream over all symbols (`!ticker@arr`): a list of ordinary payloads.
    private mutating func decodeList(
        _ cursor: inout JSONCursor, stream: BinanceStream, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var outcome = FrameOutcome.data
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            outcome = try decodePayload(&cursor, stream: stream, context: context, into: &batch)
        }
        return outcome
    }

    /// One payload: told by its first key where that is enough, by all its keys otherwise.
    @inline(__always)
    mutating func decodePayload(
        _ cursor: inout JSONCursor, stream: BinanceStream, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let start = cursor
        var object = try cursor.beginObject()
        guard let key = try cursor.nextKey(&object) else { throw .unknownChannel("{}") }
        switch key {
        case "e":
            let event = try cursor.word()
            return try decodeEvent(event, &cursor, &object, stream: stream, into: &batch)
        case "u":
            // Spot's bookTicker has no `e`, COIN-M's has it second.
            if try decodeQuote(&cursor, &object, sequence: try cursor.integer(), into: &batch) { return .data }
        case "lastUpdateId":
            let sequence = try cursor.integer()
            try decodeDepthSnapshot(
                &cursor, &object, sequence: sequence, stream: stream, context: context, into: &batch)
            return .data
        default: break
        }
        cursor = start
        return try decodeByAllKeys(&cursor, stream: stream, context: context, into: &batch)
    }

    /// Dispatches on the field `e`, which has been read; the other keys follow or, out of order, have gone before.
    @inline(__always)
    mutating func decodeEvent(
        _ event: JSONKey, _ cursor: inout JSONCursor, _ object: inout JSONScope, stream: BinanceStream,
        into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch event {
        case BinanceChannel.bookTicker:
            guard try decodeQuote(&cursor, &object, sequence: nil, into: &batch) else {
                throw .inconsistent("a bookTicker that calls itself something else")
            }
        case "depthUpdate": try decodeDepthUpdate(&cursor, &object, stream: stream, into: &batch)
        case BinanceChannel.trade: try decodeTrade(&cursor, &object, into: &batch)
        case BinanceChannel.aggTrade: try decodeAggregateTrade(&cursor, &object, into: &batch)
        default: return try decodeRareEvent(event, &cursor, &object, into: &batch)
        }
        return .data
    }

    /// Events of at most a few a second per symbol, kept out of the hot path's code.
    @inline(never)
    private mutating func decodeRareEvent(
        _ event: JSONKey, _ cursor: inout JSONCursor, _ object: inout JSONScope, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch event {
        case "markPriceUpdate": try decodeMarkPrice(&cursor, &object, into: &batch)
        case "24hrTicker", "24hrMiniTicker": try decodeTicker(&cursor, &object, into: &batch)
        case BinanceChannel.forceOrder: try decodeForceOrder(&cursor, &object, into: &batch)
        case "contractInfo": try decodeContractInfo(&cursor, &object, into: &batch)
        case "serverShutdown":
            try decodeServerShutdown(&cursor, &object, into: &batch)
            return .control
        case "kline", "continuous_kline", "indexPrice_kline", "markPrice_kline", "indexPriceUpdate", "avgPrice",
            "1hTicker", "4hTicker", "1dTicker", "compositeIndex", "assetIndexUpdate", "referencePrice":
            // Candles, averages, rolling windows and indices of pairs fill no document type.
            try skipRest(&cursor, &object)
            return .ignored
        default:
            throw .unknownChannel(String(decoding: event.bytes.prefix(64), as: UTF8.self))
        }
        return .data
    }
}

// MARK: - Small parts that all events share

extension BinanceDecoder {
    /// The id of a symbol in a payload.
    @inline(__always)
    mutating func symbol(
        _ bytes: UnsafeBufferPointer<UInt8>?, field: StaticString = "s", in batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard let bytes else { throw Self.missing(field) }
        let product = product
        return try symbols.id(bytes, in: &batch.symbols, product: product) {
            BinanceSymbols.entry($0, product: product)
        }
    }

    /// Skips the rest of an object.
    @inline(__always)
    func skipRest(_ cursor: inout JSONCursor, _ object: inout JSONScope) throws(DecodeError) {
        while try cursor.nextKey(&object) != nil { try cursor.skipValue() }
    }

    /// The error for a missing field.
    @inline(never)
    static func missing(_ field: StaticString) -> DecodeError { .missingField(field.description) }
}
