public import JSON
public import MarketData
public import VenueKit

/// Reads Bybit's public frames: v5, and those older formats in which history was recorded.
///
/// The order of keys differs between products and channels (`ts` before or after `type`, `type` after `data` on options), so a
/// frame is read in one pass. Events are created from `data` and get their times at the end of the frame.
public struct BybitDecoder: ListDecoder {
    /// The kind of market. It follows only from the connection, because the same topics exist on each.
    let product: Product
    var check = EventCheck(Bybit())
    /// The last tickers, in the order of first occurrence, because the venue only sends changes.
    var tickers: [BybitTickerState] = []
    /// The place of each symbol in `tickers`.
    var tickerPlaces: [Int32: Int] = [:]
    /// Tickers of the current frame; they are only used if the whole frame is valid.
    var unpublished: [BybitTickerState] = []
    /// Spot's best bid and ask, for level 1 messages that only contain changes.
    var touches: [Int32: BybitTouch] = [:]
    /// For the books before v5, which mix bids and asks.
    var splitter = LevelSplitter()
    var tradeOrder = FieldOrder(blank: BybitTradeField.other)
    /// See `ListDecoder.oddEntries`.
    public var oddEntries: [OddEntry] = []

    /// `product` must be the product of the connection, because topics do not contain it.
    public init(product: Product) {
        self.product = product
    }

    /// Discards tickers and quotes, because each session starts with a snapshot of them.
    public mutating func startSession() {
        touches.removeAll()
        tickers.removeAll()
        tickerPlaces.removeAll()
    }

    /// Appends the frame's events to `batch`; a REST frame is recognised by the path of its request.
    public mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        var cursor = frame.cursor
        guard context.origin == .webSocket else {
            let first = batch.count
            try decodeAnswer(&cursor, context: context, into: &batch)
            try check.check(&batch, from: first)
            return .data
        }
        var envelope = BybitEnvelope(firstEvent: batch.count)
        if !unpublished.isEmpty { unpublished.removeAll(keepingCapacity: true) }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "topic": envelope.topic = try BybitTopic(cursor.word())
            case "type": envelope.type = try BybitMessageType(cursor.word())
            case "data":
                envelope.hasData = true
                guard try !decodeInPlace(&cursor, &envelope, into: &batch) else { continue }
                envelope.data = cursor
                try cursor.skipValue()
            case "ts": envelope.publishTime = try cursor.milliseconds()
            case "cts": envelope.engineTime = try cursor.milliseconds()
            case "cs": envelope.crossSequence = try cursor.integer()
            case "timestamp_e6", "timestampE6": envelope.engineTime = try cursor.microseconds()
            case "op": envelope.operation = try cursor.simpleString()
            case "success": envelope.success = try cursor.bool()
            case "ret_msg": envelope.message = cursor; try cursor.skipValue()
            case "pong": envelope.success = true; try cursor.skipValue()
            default: try cursor.skipValue()
            }
        }
        try cursor.finish()
        return try finish(&envelope, into: &batch)
    }

    /// Reads `data` in place if the fields before it are sufficient; otherwise returns false so that it is read later.
    private mutating func decodeInPlace(
        _ cursor: inout JSONCursor, _ envelope: inout BybitEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) -> Bool {
        switch envelope.topic {
        case .orderbook: envelope.book = try decodeOrderbook(&cursor, into: &batch)
        case .publicTrade: try decodeTrades(&cursor, into: &batch)
        case .tickers:
            guard let type = envelope.type else { return false }
            try decodeTicker(&cursor, type: type, into: &batch)
        case .legacyBook: envelope.book = try decodeLegacyBook(&cursor, into: &batch)
        case .legacyTrade: try decodeLegacyTrades(&cursor, into: &batch)
        case .liquidation: try decodeLiquidations(&cursor, into: &batch)
        case .instrumentInfo:
            guard let type = envelope.type else { return false }
            try decodeInstrumentInfo(&cursor, type: type, into: &batch)
        case .ignored: try cursor.skipValue()
        case nil: return false
        }
        return true
    }

    /// Reads the remaining parts and sets the times of the frame's events.
    private mutating func finish(
        _ envelope: inout BybitEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        guard let topic = envelope.topic else { return try acknowledge(envelope, into: &batch) }
        guard envelope.hasData else { throw .missingField("data") }
        if var data = envelope.data {
            guard try decodeInPlace(&data, &envelope, into: &batch) else { throw .missingField("type") }
        }
        switch topic {
        case .ignored: return .ignored
        case .orderbook(let depth):
            try appendBook(envelope, depth: depth, into: &batch)
        case .legacyBook(let depth):
            try appendLegacyBook(envelope, depth: depth, into: &batch)
        case .tickers, .instrumentInfo:
            // This checks its own events before it stores them.
            try publishTickers(envelope, into: &batch)
            return .data
        case .publicTrade, .liquidation:
            stampPublishTime(envelope, in: &batch)
        case .legacyTrade: break
        }
        try check.check(&batch, from: envelope.firstEvent)
        return .data
    }

    /// The answer to an operation (https://bybit-exchange.github.io/docs/v5/ws/connect):
    /// `{"success":true,"ret_msg":"subscribe","conn_id":"…","op":"subscribe"}`, `{"success":true,"ret_msg":"pong",…}`.
    private func acknowledge(
        _ envelope: BybitEnvelope, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        guard envelope.success != nil || envelope.operation != nil else { throw .missingField("topic") }
        if var data = envelope.data {
            try appendFailedTopics(&data, into: &batch)
            return .control
        }
        guard envelope.success == false else { return .control }
        // After a refused subscription its topics are silent for the whole session, so it is reported as an error.
        var message = TextRange.empty
        if var text = envelope.message {
            let start = batch.text.count
            try text.appendString(to: &batch.text)
            message = TextRange(
                offset: Int32(truncatingIfNeeded: start), count: Int32(truncatingIfNeeded: batch.text.count - start))
        }
        try appendRejection(message, into: &batch)
        return .control
    }
}

// MARK: - Symbols

extension BybitDecoder {
    /// The number of a symbol of this connection's product.
    @inline(__always)
    func intern(
        _ symbol: UnsafeBufferPointer<UInt8>, into batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard !symbol.isEmpty, symbol.count <= BybitSymbols.maximumLength else {
            throw .unknownSymbol(String(decoding: symbol.prefix(BybitSymbols.maximumLength), as: UTF8.self))
        }
        let product = product
        let id = batch.symbols.intern(symbol, product: product, venue: BybitSymbols.venue) {
            BybitSymbols.entry($0, product: product)
        }
        guard let id else { throw .tooManySymbols }
        return id
    }
}
