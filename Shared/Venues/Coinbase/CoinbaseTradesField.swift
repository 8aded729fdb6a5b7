import JSON
import VenueKit

/// The fields of an event in Advanced Trade's `market_trades`.
enum CoinbaseTradesField: JSONField {
    case trades
    /// Whether it is a snapshot or an update, which makes no difference.
    case other

    init(named key: JSONKey) {
        switch key {
        case "trades": self = .trades
        default: self = .other
        }
    }
}
