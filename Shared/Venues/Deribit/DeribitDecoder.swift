public import JSON
public import MarketData
public import VenueKit

/// Decodes Deribit's JSON-RPC: notifications of subscriptions, answers and heartbeats, over WebSocket or REST.
///
/// A notification is `{"jsonrpc":"2.0","method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[…]}}`.
/// The product of a symbol follows from its name (`DeribitSymbols`), because one connection serves all products.
public struct DeribitDecoder: ListDecoder {
    /// The product of messages about the whole venue.
    let defaultProduct: Product
    private var check = EventCheck(Deribit())
    var symbols = SymbolMemo(venue: DeribitSymbols.venue)
    var tickerOrder = FieldOrder(blank: DeribitTickerField.other)
    var statisticsOrder = FieldOrder(blank: DeribitStatistics.Field.other)
    var bookOrder = FieldOrder(blank: DeribitBookField.other)
    var tradeOrder = FieldOrder(blank: DeribitTradeField.other)
    /// See `ListDecoder.oddEntries`.
    public var oddEntries: [OddEntry] = []

    /// `product` is the product of the connection, for frames without a symbol; a symbol's product comes from its name.
    public init(product: Product) {
        defaultProduct = product
    }

    /// See `FrameDecoder.decode(_:context:into:)`.
    public mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let first = batch.count
        let outcome = try decodeMessage(frame, context: context, into: &batch)
        try check.check(&batch, from: first)
        return outcome
    }

    @inline(__always)
    private mutating func decodeMessage(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var cursor = frame.cursor
        if let outcome = try decodeUsual(&cursor, into: &batch) { return outcome }
        cursor = frame.cursor
        var outcome: FrameOutcome?
        var parameters: JSONCursor?
        var method: JSONKey?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "method": method = try cursor.word()
            case "params":
                if let method {
                    outcome = try decodeParameters(&cursor, method: method, into: &batch)
                } else {
                    // The method determines how to read the parameters; it usually precedes them.
                    parameters = cursor
                    try cursor.skipValue()
                }
            case "result": outcome = try decodeResult(&cursor, context: context, into: &batch)
            case "error": outcome = try decodeError(&cursor, into: &batch)
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        if outcome == nil, let method, var parameters {
            outcome = try decodeParameters(&parameters, method: method, into: &batch)
        }
        if let outcome { return outcome }
        guard method == nil else { throw Self.missing("params") }
        throw .unknownChannel("a message without method, result or error")
    }

    /// Decodes a notification with the usual beginning, without parsing the names around its data. For any other message it
    /// returns nil and has no effect.
    @inline(__always)
    private mutating func decodeUsual(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome? {
        guard cursor.take(#"{"jsonrpc":"2.0","method":"subscription","params":{"channel":"#) else { return nil }
        let channel = try cursor.word()
        guard cursor.take(#","data":"#) else { return nil }
        let outcome = try decodeData(&cursor, channel: channel, into: &batch)
        try cursor.skipRestOfObject()
        try cursor.skipRestOfObject()
        try cursor.finish()
        return outcome
    }

    @inline(never)
    private mutating func decodeParameters(
        _ cursor: inout JSONCursor, method: JSONKey, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch method {
        case "subscription": return try decodeNotification(&cursor, into: &batch)
        case "heartbeat":
            // https://docs.deribit.com/api-reference/session-management/public-set_heartbeat: `heartbeat` or
            // `test_request`, which `DeribitReader` answers.
            try cursor.skipValue()
            return .control
        default: throw .unknownChannel(String(decoding: method.bytes.prefix(64), as: UTF8.self))
        }
    }

    private mutating func decodeNotification(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var outcome: FrameOutcome?
        var channel: JSONKey?
        var data: JSONCursor?
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "channel": channel = try cursor.word()
            case "data":
                if let channel {
                    outcome = try decodeData(&cursor, channel: channel, into: &batch)
                } else {
                    data = cursor
                    try cursor.skipValue()
                }
            default: try cursor.skipValue()
            }
        }
        guard let channel else { throw Self.missing("params.channel") }
        if outcome == nil, var data { outcome = try decodeData(&data, channel: channel, into: &batch) }
        guard let outcome else { throw Self.missing("params.data") }
        return outcome
    }

    @inline(__always)
    private mutating func decodeData(
        _ cursor: inout JSONCursor, channel: JSONKey, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch channel.prefix(before: UInt8(ascii: ".")) {
        case DeribitChannel.book: try decodeBook(&cursor, channel: DeribitChannelName(channel), into: &batch)
        case DeribitChannel.trades: try decodeTrades(&cursor, into: &batch)
        case DeribitChannel.ticker: try decodeTicker(&cursor, into: &batch)
        case DeribitChannel.quote: try decodeQuote(&cursor, into: &batch)
        default: return try decodeRareData(&cursor, channel: channel, into: &batch)
        }
        return .data
    }

    @inline(never)
    private mutating func decodeRareData(
        _ cursor: inout JSONCursor, channel: JSONKey, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        switch channel.prefix(before: UInt8(ascii: ".")) {
        case DeribitChannel.perpetual: try decodePerpetual(&cursor, channel: DeribitChannelName(channel), into: &batch)
        case DeribitChannel.instrument: try decodeInstrumentState(&cursor, into: &batch)
        case DeribitChannel.platformState: try decodePlatformState(&cursor, into: &batch)
        case "incremental_ticker", "chart", "deribit_price_index", "deribit_price_ranking", "deribit_price_statistics",
            "deribit_volatility_index", "estimated_expiration_price", "markprice", "block_trade_confirmations",
            "block_rfq", "instrument_state":
            // There is no document type for candles, indices and mark prices of all options.
            try cursor.skipValue()
            return .ignored
        default: throw .unknownChannel(String(decoding: channel.bytes.prefix(64), as: UTF8.self))
        }
        return .data
    }
}

// MARK: - Small parts that all channels share

extension DeribitDecoder {
    /// The id of an instrument's name.
    @inline(__always)
    mutating func symbol(
        _ name: UnsafeBufferPointer<UInt8>?, in batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard let name else { throw Self.missing("instrument_name") }
        return try symbols.id(name, in: &batch.symbols, product: DeribitSymbols.product(of: name)) {
            DeribitSymbols.entry($0, product: DeribitSymbols.product(of: name))
        }
    }

    /// The product of a symbol returned by `symbol(_:in:)`.
    @inline(__always)
    func product(of symbol: SymbolID, in batch: borrowing EventBatch) -> Product {
        batch.symbols[symbol].product
    }

    /// The error for a missing field.
    @inline(never)
    static func missing(_ field: StaticString) -> DecodeError { .missingField(field.description) }
}
