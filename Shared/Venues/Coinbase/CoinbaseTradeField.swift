import JSON
import VenueKit

/// The fields of a trade in Advanced Trade's `market_trades`.
enum CoinbaseTradeField: JSONField {
    case symbol, id, price, size, time, side, other

    init(named key: JSONKey) {
        switch key {
        case "product_id": self = .symbol
        case "trade_id": self = .id
        case "price": self = .price
        case "size": self = .size
        case "time": self = .time
        case "side": self = .side
        default: self = .other
        }
    }
}
