import JSON
import MarketData
import VenueKit

extension DeribitDecoder {
    /// Decodes a list of trades, of one instrument or of a kind of instruments.
    ///
    /// https://docs.deribit.com/subscriptions/trades/tradesinstrument_nameinterval
    /// `[{"trade_seq":30289442,"trade_id":"48079269","timestamp":1590484512188,"tick_direction":2,"price":8950.0,"mark_price":8948.9,"instrument_name":"BTC-PERPETUAL","index_price":8955.88,"direction":"sell","amount":10.0}]`
    @inline(__always)
    mutating func decodeTrades(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var list = try cursor.beginArray()
        while try cursor.nextElement(&list) { try decodeTrade(&cursor, into: &batch) }
    }

    private mutating func decodeTrade(
        _ cursor: inout JSONCursor, into batch: inout EventBatch
    ) throws(DecodeError) {
        var sequence: Int64?
        var id: UnsafeBufferPointer<UInt8>?
        var time: Timestamp?
        var price: Decimal?
        var size: Decimal?
        var instrument: UnsafeBufferPointer<UInt8>?
        var side: AggressorSide?
        var liquidated = LiquidatedParties()
        var isBlock = false
        var object = try cursor.beginObject(in: &tradeOrder)
        while let field = try cursor.nextField(&object, in: &tradeOrder) {
            switch field {
            case .sequence: sequence = try cursor.integer()
            case .id: id = try cursor.simpleString()
            case .timestamp: time = try cursor.milliseconds()
            case .price: price = try cursor.decimal()
            case .size: size = try cursor.decimal()
            case .instrument: instrument = try cursor.simpleString()
            case .direction:
                switch try cursor.word() {
                case "buy": side = .buy
                case "sell": side = .sell
                default: throw .unknownValue(field: "direction")
                }
            case .liquidation: liquidated = try LiquidatedParties(reading: &cursor)
            case .blockID: isBlock = try !Self.takeNull(&cursor)
            case .other: try cursor.skipValue()
            }
        }
        let symbol = try symbol(instrument, in: &batch)
        guard let id else { throw Self.missing("trade_id") }
        guard let price else { throw Self.missing("price") }
        guard let size else { throw Self.missing("amount") }
        guard let side else { throw Self.missing("direction") }
        guard let time else { throw Self.missing("timestamp") }
        let header = EventHeader(symbol: symbol, eventTime: time)
        batch.append(
            Trade(
                header: header, tradeID: batch.addText(id), price: price, size: size, aggressorSide: side,
                sequence: sequence, kind: liquidated.isEmpty ? (isBlock ? .block : nil) : .liquidation))
        guard !liquidated.isEmpty else { return }
        Self.append(liquidated, header: header, takerSide: side, price: price, size: size, to: &batch)
    }

    /// Whether the value is null. Any value is skipped.
    private static func takeNull(_ cursor: inout JSONCursor) throws(DecodeError) -> Bool {
        if try cursor.takeNull() { return true }
        try cursor.skipValue()
        return false
    }

    /// A trade with a liquidated party is also a liquidation: of a long position if that party sold.
    @inline(never)
    private static func append(
        _ liquidated: LiquidatedParties, header: EventHeader, takerSide: AggressorSide, price: Decimal, size: Decimal,
        to batch: inout EventBatch
    ) {
        let takerSold = takerSide == .sell
        if liquidated.taker {
            batch.append(
                Liquidation(
                    header: header, side: takerSold ? .long : .short, price: price, priceKind: .fill, size: size))
        }
        if liquidated.maker {
            batch.append(
                Liquidation(
                    header: header, side: takerSold ? .short : .long, price: price, priceKind: .fill, size: size))
        }
    }

    /// The liquidated party of a trade: `M` the maker, `T` the taker, `MT` both, `none` neither.
    private struct LiquidatedParties {
        var maker = false
        var taker = false

        var isEmpty: Bool { !maker && !taker }

        init() {}

        init(reading cursor: inout JSONCursor) throws(DecodeError) {
            if try cursor.takeNull() { return }
            switch try cursor.word() {
            case "M": maker = true
            case "T": taker = true
            case "MT":
                maker = true
                taker = true
            case "none": break
            default: throw .unknownValue(field: "liquidation")
            }
        }
    }
}
