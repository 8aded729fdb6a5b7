import JSON
import MarketData
import VenueKit

extension BinanceDecoder {
    /// Changed levels of the whole book, or (futures, partial streams) all levels of its top.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#diff-depth-stream
    /// `{"e":"depthUpdate","E":1672515782136,"s":"BNBBTC","U":157,"u":160,"b":[["0.0024","10"]],"a":[["0.0026","100"]]}`
    ///
    /// USD-M: https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Diff-Book-Depth-Streams
    /// has the matching engine's time `T` and `pu`, the `u` of the change before, as well; COIN-M the pair `ps`.
    @inline(__always)
    mutating func decodeDepthUpdate(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, stream: BinanceStream, into batch: inout EventBatch
    ) throws(DecodeError) {
        var publishTime: Timestamp?
        var engineTime: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var first: Int64?
        var last: Int64?
        var previous: Int64?
        var bids: IndexRange?
        var asks: IndexRange?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "E": publishTime = try cursor.milliseconds()
            case "T": engineTime = try cursor.milliseconds()
            case "s": symbolBytes = try cursor.simpleString()
            case "U": first = try cursor.integer()
            case "u": last = try cursor.integer()
            case "pu": previous = try cursor.integer()
            case "b": bids = try cursor.levels(into: &batch)
            case "a": asks = try cursor.levels(into: &batch)
            default: try cursor.skipValue()
            }
        }
        let symbol = try symbol(symbolBytes, in: &batch)
        guard let last else { throw Self.missing("u") }
        guard let bids else { throw Self.missing("b") }
        guard let asks else { throw Self.missing("a") }
        // Spot sends one time only, the gateway's.
        let header = EventHeader(
            symbol: symbol, eventTime: engineTime ?? publishTime, publishTime: engineTime == nil ? nil : publishTime)
        if let depth = stream.partialDepth(symbolLength: symbolBytes?.count ?? 0) {
            appendTop(header: header, depth: depth, sequence: last, bids: bids, asks: asks, to: &batch)
            return
        }
        guard let first else { throw Self.missing("U") }
        batch.append(
            BookChange(
                header: header, kind: .delta, rule: previous == nil ? .contiguous : .chained, firstSequence: first,
                lastSequence: last, previousSequence: previous, bids: bids, asks: asks))
    }

    /// The body of a REST snapshot, or spot's partial book stream, which has the same form. `lastUpdateId` may have
    /// been read.
    ///
    /// Spot: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#order-book
    /// `{"lastUpdateId":1027024,"bids":[["4.00000000","431.00000000"]],"asks":[["4.00000200","12.00000000"]]}`
    ///
    /// USD-M adds the times `E` and `T`, COIN-M also `symbol` and `pair`. Elsewhere the symbol is known from the request
    /// or from the stream's name.
    @inline(never)
    mutating func decodeDepthSnapshot(
        _ cursor: inout JSONCursor, _ object: inout JSONScope, sequence: Int64?, stream: BinanceStream,
        context: FrameContext, into batch: inout EventBatch
    ) throws(DecodeError) {
        var sequence = sequence
        var publishTime: Timestamp?
        var engineTime: Timestamp?
        var symbolBytes: UnsafeBufferPointer<UInt8>?
        var bids: IndexRange?
        var asks: IndexRange?
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "bids": bids = try cursor.levels(into: &batch)
            case "asks": asks = try cursor.levels(into: &batch)
            case "E": publishTime = try cursor.milliseconds()
            case "T": engineTime = try cursor.milliseconds()
            case "symbol": symbolBytes = try cursor.simpleString()
            case "lastUpdateId": sequence = try cursor.integer()
            default: try cursor.skipValue()
            }
        }
        guard let sequence else { throw Self.missing("lastUpdateId") }
        guard let bids else { throw Self.missing("bids") }
        guard let asks else { throw Self.missing("asks") }
        let streamSymbol = stream.copySymbol(to: &streamText) ? streamText : nil
        let symbol = try snapshotSymbol(symbolBytes, stream: streamSymbol, context: context, in: &batch)
        let header = EventHeader(
            symbol: symbol, eventTime: engineTime ?? publishTime, publishTime: engineTime == nil ? nil : publishTime)
        if let streamSymbol {
            guard let depth = stream.partialDepth(symbolLength: streamSymbol.count) else {
                throw .unknownChannel("a book on a stream that is none")
            }
            appendTop(header: header, depth: depth, sequence: sequence, bids: bids, asks: asks, to: &batch)
            return
        }
        // Without the request (a body alone) the longer side is taken for the limit.
        let limit = context.queryValue("limit").flatMap { Int32($0) } ?? max(bids.count, asks.count)
        batch.append(
            BookChange(
                header: header, kind: .snapshot, rule: .contiguous, place: .beside, lastSequence: sequence, bids: bids,
                asks: asks, depthHorizon: limit))
    }

    /// The symbol of a snapshot: the body's, else the stream's, else the request's.
    private mutating func snapshotSymbol(
        _ body: UnsafeBufferPointer<UInt8>?, stream: [UInt8]?, context: FrameContext, in batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        if let body { return try symbol(body, in: &batch) }
        guard let bytes = stream ?? context.queryValue("symbol").map(Self.percentDecoded) else {
            throw Self.missing("symbol")
        }
        let product = product
        // A stream's name is a name of JSON already.
        let isPlain = stream != nil || bytes.withUnsafeBufferPointer { RequestedSymbol.isPlain($0) }
        guard !bytes.isEmpty, bytes.count <= 64, isPlain else {
            throw .unknownSymbol(String(decoding: bytes, as: UTF8.self))
        }
        let id = bytes.withUnsafeBufferPointer {
            batch.symbols.intern($0, product: product, venue: BinanceSymbols.venue) {
                BinanceSymbols.entry($0, product: product)
            }
        }
        guard let id else { throw .tooManySymbols }
        return id
    }

    /// The bytes of a query value; a few spot symbols contain Chinese characters and are percent-encoded in a path.
    private static func percentDecoded(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    /// A partial book: the complete top each time, as a book separate from the whole one.
    private func appendTop(
        header: EventHeader, depth: Int32, sequence: Int64, bids: IndexRange, asks: IndexRange,
        to batch: inout EventBatch
    ) {
        batch.append(
            BookChange(
                header: header, kind: .snapshot, rule: .contiguous, place: .inStream, depth: depth,
                lastSequence: sequence, bids: bids, asks: asks, depthHorizon: depth))
    }
}
