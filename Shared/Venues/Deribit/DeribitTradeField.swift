import JSON
import VenueKit

/// The fields of a trade that are used for its event.
enum DeribitTradeField: JSONField {
    case sequence, id, timestamp, price, size, instrument, direction, liquidation, blockID
    /// Other prices, and all other fields.
    case other

    init(named key: JSONKey) {
        switch key {
        case "trade_seq": self = .sequence
        case "trade_id": self = .id
        case "timestamp": self = .timestamp
        case "price": self = .price
        case "amount": self = .size
        case "instrument_name": self = .instrument
        case "direction": self = .direction
        case "liquidation": self = .liquidation
        case "block_trade_id": self = .blockID
        default: self = .other
        }
    }
}
