import JSON
import MarketData
import VenueKit

/// One trade while it is read.
private struct TradeFields {
    var symbol: JSONKey?
    var time: Timestamp?
    var side: AggressorSide?
    var size: Decimal?
    var price: Decimal?
    var id = TextRange.empty
    var sequence: Int64?
    var kind: TradeKind?

    @inline(__always)
    func trade(_ symbol: SymbolID) throws(DecodeError) -> Trade {
        guard let price else { throw .missingField("price") }
        guard let size else { throw .missingField("size") }
        guard let side else { throw .missingField("side") }
        guard let time else { throw .missingField("time") }
        return Trade(
            header: EventHeader(symbol: symbol, eventTime: time), tradeID: id, price: price, size: size,
            aggressorSide: side, sequence: sequence, kind: kind)
    }
}

extension BybitDecoder {
    /// `publicTrade.{symbol}`, https://bybit-exchange.github.io/docs/v5/websocket/public/trade
    ///
    ///     {"topic":"publicTrade.BTCUSDT","type":"snapshot","ts":1672304486868,"data":[{"T":1672304486865,"s":"BTCUSDT",
    ///      "S":"Buy","v":"0.001","p":"16578.50","L":"PlusTick","i":"20f43950-…","BT":false,"seq":1783284617}]}
    mutating func decodeTrades(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        var known: (name: JSONKey, id: SymbolID)?
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var fields = TradeFields()
            var object = try cursor.beginObject(in: &tradeOrder)
            while let field = try cursor.nextField(&object, in: &tradeOrder) {
                switch field {
                case .time: fields.time = try cursor.milliseconds()
                case .symbol:
                    // A frame's trades are of one symbol, which the first has named.
                    if let known, cursor.takeString(known.name) {
                        fields.symbol = known.name
                    } else {
                        fields.symbol = try cursor.word()
                    }
                case .side: fields.side = try Self.aggressor(cursor.word(), field: "S")
                case .size: fields.size = try cursor.decimal()
                case .price: fields.price = try cursor.decimal()
                case .id: fields.id = batch.addText(try cursor.simpleString())
                case .isBlock: if try cursor.bool() { fields.kind = .block }
                case .sequence: fields.sequence = try cursor.integer()
                case .other: try cursor.skipValue()
                }
            }
            batch.append(try fields.trade(symbol(fields.symbol, known: &known, into: &batch)))
        }
    }

    /// `trade.{symbol}` before v5. Numbers and times are quoted on linear and bare on inverse, names in camel case on USDC:
    /// https://bybit-exchange.github.io/docs-legacy/futuresV2/inverse/#t-websockettrade,
    /// https://bybit-exchange.github.io/docs-legacy/futuresV2/linear/#t-websockettrade
    ///
    ///     {"topic":"trade.BTCUSD","data":[{"timestamp":"2020-01-12T16:59:59.000Z","trade_time_ms":1582793344685,
    ///      "symbol":"BTCUSD","side":"Sell","size":328,"price":8098,"tick_direction":"MinusTick",
    ///      "trade_id":"00c706e1-…","cross_seq":1052816407}]}
    mutating func decodeLegacyTrades(_ cursor: inout JSONCursor, into batch: inout EventBatch) throws(DecodeError) {
        var known: (name: JSONKey, id: SymbolID)?
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) {
            var fields = TradeFields()
            var wholeSecond: Timestamp?
            var object = try cursor.beginObject()
            while let key = try cursor.nextKey(&object) {
                switch key {
                case "symbol": fields.symbol = try cursor.word()
                case "price": fields.price = try cursor.decimal()
                case "size": fields.size = try cursor.decimal()
                case "side": fields.side = try Self.aggressor(cursor.word(), field: "side")
                case "trade_time_ms", "tradeTimeMs": fields.time = try cursor.milliseconds()
                case "trade_id", "tradeId": fields.id = batch.addText(try cursor.simpleString())
                case "cross_seq", "crossSeq": fields.sequence = try cursor.integer()
                case "timestamp": wholeSecond = try cursor.isoTime()
                default: try cursor.skipValue()
                }
            }
            // Frames of 2019 have no `trade_time_ms`.
            fields.time = fields.time ?? wholeSecond
            batch.append(try fields.trade(symbol(fields.symbol, known: &known, into: &batch)))
        }
    }

    /// A frame's trades are nearly always of one symbol: it is looked up once.
    @inline(__always)
    private func symbol(
        _ name: JSONKey?, known: inout (name: JSONKey, id: SymbolID)?, into batch: inout EventBatch
    ) throws(DecodeError) -> SymbolID {
        guard let name else { throw .missingField("symbol") }
        if let known, known.name == name { return known.id }
        let id = try intern(name.bytes, into: &batch)
        known = (name, id)
        return id
    }

    /// `S`, "Side of taker".
    @inline(__always)
    static func aggressor(_ word: JSONKey, field: String) throws(DecodeError) -> AggressorSide {
        switch word {
        case "Buy": return .buy
        case "Sell": return .sell
        default: throw .unknownValue(field: field)
        }
    }

    /// Adds the gateway's time to the frame's trades and liquidations, which have an event time of their own.
    func stampPublishTime(_ envelope: BybitEnvelope, in batch: inout EventBatch) {
        guard let time = envelope.publishTime else { return }
        for position in envelope.firstEvent..<batch.count {
            let entry = batch.entries[position]
            switch entry.kind {
            case .trade: batch.trades[Int(entry.index)].header.publishTime = time
            case .liquidation: batch.liquidations[Int(entry.index)].header.publishTime = time
            case .book, .order, .orderSnapshot, .quote, .ticker, .funding, .instrument, .status, .gap, .coverage: break
            }
        }
    }
}
