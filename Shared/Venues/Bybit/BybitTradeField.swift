import JSON
import VenueKit

/// The fields of a trade in `publicTrade` that fill its event.
enum BybitTradeField: JSONField {
    case time, symbol, side, size, price, id, isBlock, sequence
    /// The tick's direction, and all others.
    case other

    init(named key: JSONKey) {
        switch key {
        case "T": self = .time
        case "s": self = .symbol
        case "S": self = .side
        case "v": self = .size
        case "p": self = .price
        case "i": self = .id
        case "BT": self = .isBlock
        case "seq": self = .sequence
        default: self = .other
        }
    }
}
