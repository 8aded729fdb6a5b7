public import JSON
public import MarketData
public import VenueKit

/// Reads both of Coinbase's public feeds; the first key of a frame identifies the feed.
///
/// - Exchange, `{"type":…}`: https://docs.cdp.coinbase.com/exchange/websocket-feed/channels
/// - Advanced Trade, `{"channel":…,"sequence_num":…,"events":[…]}`:
///   https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
public struct CoinbaseDecoder: ListDecoder {
    /// The kind of market.
    let product: Product
    var check = EventCheck(Coinbase())
    private var symbols = SymbolMemo(venue: CoinbaseSymbols.venue)
    var minute = ISOMinute()
    var envelopeOrder = FieldOrder(blank: CoinbaseEnvelopeField.other)
    var updateOrder = FieldOrder(blank: CoinbaseUpdateField.other)
    var tradesOrder = FieldOrder(blank: CoinbaseTradesField.other)
    var tradeOrder = FieldOrder(blank: CoinbaseTradeField.other)
    /// For books whose frames mix bids and asks.
    var splitter = LevelSplitter()
    /// Advanced Trade's `sequence_num` of the session's last frame; it runs over all channels.
    var lastConnectionSequence: Int64?
    /// Whether this session has the `full` channel, in which a match changes the book of orders.
    var carriesOrders = false
    /// How far each symbol's messages of the `full` channel have been seen.
    var orderRuns: [Int32: CoinbaseOrderRun] = [:]
    /// The order of fields that the session announced for the `level3` channel; nil without that channel.
    var level3Schema: CoinbaseLevel3Schema?
    /// The sides of resting orders, which the `level3` channel names once.
    var orderSides = CoinbaseOrderSides()
    /// The last state of each product from the status channel, which repeats it every few seconds.
    var products: [Int32: CoinbaseProductMark] = [:]
    /// See `ListDecoder.oddEntries`.
    public var oddEntries: [OddEntry] = []

    /// One decoder serves all connections of a product.
    public init(product: Product) {
        self.product = product
    }

    /// Discards the sequences and the state of the status channel.
    public mutating func startSession() {
        lastConnectionSequence = nil
        carriesOrders = false
        orderRuns.removeAll()
        level3Schema = nil
        orderSides.removeAll()
        products.removeAll()
    }

    /// Appends the frame's events to `batch`; a REST frame is recognised by the path of its request.
    public mutating func decode(
        _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) -> FrameOutcome {
        let first = batch.count
        var cursor = frame.cursor
        guard context.origin == .webSocket else {
            try decodeAnswer(&cursor, context: context, into: &batch)
            try cursor.finish()
            try check.check(&batch, from: first)
            return .data
        }
        if cursor.peek() == UInt8(ascii: "[") {
            try decodeLevel3(&cursor, into: &batch)
            try check.check(&batch, from: first)
            return .data
        }
        var object = try cursor.beginObject()
        var feed = try Self.feed(named: cursor.nextKey(&object), at: &cursor)
        if feed == nil {
            // The order of keys is not guaranteed: find the key that names the message, and start again.
            feed = try Self.feedAhead(frame.cursor)
            cursor = frame.cursor
            object = try cursor.beginObject()
        }
        switch feed {
        case .exchange(let type):
            let outcome = try decodeExchange(type, &cursor, &object, bytes: frame.bytes, into: &batch)
            try check.check(&batch, from: first)
            return outcome
        case .advanced(let channel):
            return try decodeAdvanced(channel, &cursor, &object, bytes: frame.bytes, into: &batch)
        case nil: throw .missingField("type")
        }
    }

    /// The feed of a frame, and the name of its message.
    private enum Feed {
        case exchange(type: JSONKey)
        case advanced(channel: JSONKey)
    }

    private static func feed(named key: JSONKey?, at cursor: inout JSONCursor) throws(DecodeError) -> Feed? {
        switch key {
        case "type"?: return .exchange(type: try cursor.word())
        case "channel"?: return .advanced(channel: try cursor.word())
        default: return nil
        }
    }

    private static func feedAhead(_ start: JSONCursor) throws(DecodeError) -> Feed? {
        var cursor = start
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            if let feed = try feed(named: key, at: &cursor) { return feed }
            try cursor.skipValue()
        }
        return nil
    }
}

// MARK: - What all messages need

extension CoinbaseDecoder {
    /// The number of a symbol.
    @inline(__always)
    func intern(
        _ symbol: UnsafeBufferPointer<UInt8>?, into batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard let symbol else { throw .missingField("product_id") }
        guard !symbol.isEmpty, symbol.count <= CoinbaseSymbols.maximumLength else {
            throw .unknownSymbol(String(decoding: symbol.prefix(CoinbaseSymbols.maximumLength), as: UTF8.self))
        }
        let product = product
        let id = batch.symbols.intern(symbol, product: product, venue: CoinbaseSymbols.venue) {
            CoinbaseSymbols.entry($0, product: product)
        }
        guard let id else { throw .tooManySymbols }
        return id
    }

    /// The number of a symbol whose bytes lie in a frame, which is one of the last few in most messages.
    @inline(__always)
    mutating func recall(
        _ symbol: UnsafeBufferPointer<UInt8>?, into batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard let symbol else { throw .missingField("product_id") }
        let product = product
        return try symbols.id(symbol, in: &batch.symbols, product: product) {
            CoinbaseSymbols.entry($0, product: product)
        }
    }

    /// The symbol `*`, which stands for the whole venue or connection.
    func internEverything(into batch: inout EventBatch) throws(DecodeError) -> SymbolID {
        let everything: StaticString = "*"
        return try intern(
            UnsafeBufferPointer(start: everything.utf8Start, count: everything.utf8CodeUnitCount), into: &batch)
    }

    /// `buy`, `BUY`, `bid`: the side of a book that an order rests on.
    @inline(__always)
    static func side(_ word: JSONKey) throws(DecodeError) -> Side {
        switch word {
        case "buy", "bid", "BUY": return .bid
        case "sell", "offer", "SELL", "ask": return .ask
        default: throw .unknownValue(field: "side")
        }
    }

    /// Both feeds name the maker's side of a match. Exchange: "The `side` field indicates the maker order side. If the
    /// side is `sell` this indicates the maker was a sell order and the `match` is considered an up-tick"
    /// (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels, "Match"). On Advanced Trade recorded `SELL`s
    /// trade at the best ask and `BUY`s at the best bid.
    @inline(__always)
    static func aggressor(against maker: Side) -> AggressorSide {
        maker == .bid ? .sell : .buy
    }
}

extension JSONCursor {
    /// Reads a moment that the venue may not know: `""`, `null`, and what programs print for no time at all
    /// (`0001-01-01T00:00:00Z`, `1970-01-01T00:00:00Z`) answer nil.
    mutating func optionalTime() throws(DecodeError) -> Timestamp? {
        var minute = ISOMinute()
        return try optionalTime(near: &minute)
    }

    /// The same, where many times are read: `minute` remembers the last one's.
    mutating func optionalTime(near minute: inout ISOMinute) throws(DecodeError) -> Timestamp? {
        let start = self
        let failure: DecodeError
        do throws(DecodeError) {
            let time = try isoTime(near: &minute)
            return time.nanoseconds == 0 ? nil : time
        } catch {
            failure = error
        }
        self = start
        if try takeNull() { return nil }
        let text = try simpleString()
        guard text.isEmpty || text.starts(with: "0001-01-01T".utf8) else { throw failure }
        return nil
    }
}
