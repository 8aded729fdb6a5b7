import JSON
import VenueKit

/// The fields of a level in Advanced Trade's `l2_data`.
enum CoinbaseUpdateField: JSONField {
    case side, time, price, size, other

    init(named key: JSONKey) {
        switch key {
        case "side": self = .side
        case "event_time": self = .time
        case "price_level": self = .price
        case "new_quantity": self = .size
        default: self = .other
        }
    }
}
