import JSON
import VenueKit

/// The content of a frame, from its `topic`.
enum BybitTopic {
    /// `orderbook.50.BTCUSDT`: a book of that many levels a side.
    case orderbook(depth: Int32)
    /// `publicTrade.BTCUSDT`; options name the base coin only.
    case publicTrade
    /// `tickers.BTCUSDT`.
    case tickers
    /// `allLiquidation.BTCUSDT`, and before 2025 `liquidation.BTCUSDT`.
    case liquidation
    /// `orderBookL2_25.BTCUSD`, `orderBook_200.100ms.BTCUSD`: the book before v5.
    case legacyBook(depth: Int32)
    /// `trade.BTCUSD`: trades before v5.
    case legacyTrade
    /// `instrument_info.100ms.BTCUSD`: tickers before v5.
    case instrumentInfo
    /// Documented, but without a document type.
    case ignored

    /// Recognises a topic by its first part.
    init(_ topic: JSONKey) throws(DecodeError) {
        guard let (name, rest) = topic.split(at: UInt8(ascii: ".")) else { throw .unknownChannel(topic.string) }
        switch name {
        case BybitChannel.orderbook:
            // `orderbook.rpi.…` counts retail orders apart; `orderbook.full.…` has changes only, to a snapshot from
            // REST: https://bybit-exchange.github.io/docs/v5/websocket/public/full-ob. Neither is subscribed to.
            self = Self.depth(rest).map { .orderbook(depth: $0) } ?? .ignored
        case BybitChannel.publicTrade: self = .publicTrade
        case BybitChannel.tickers: self = .tickers
        case BybitChannel.allLiquidation, "liquidation": self = .liquidation
        case "orderBookL2_25": self = .legacyBook(depth: 25)
        case "orderBook_200": self = .legacyBook(depth: 200)
        case "trade": self = .legacyTrade
        case "instrument_info": self = .instrumentInfo
        case "kline", "candle", "klineV2", "insurance", "priceLimit", "adlAlert": self = .ignored
        default: throw .unknownChannel(name.string)
        }
    }

    /// The number before the next dot; nil when it is none.
    private static func depth(_ rest: JSONKey) -> Int32? {
        guard let (digits, _) = rest.split(at: UInt8(ascii: ".")), (1...4).contains(digits.bytes.count) else {
            return nil
        }
        var value: Int32 = 0
        for byte in digits.bytes {
            guard byte &- 0x30 < 10 else { return nil }
            value = value * 10 + Int32(byte &- 0x30)
        }
        return value
    }
}
