import JSON
import VenueKit

/// The fields of a ticker that are used for an event.
enum DeribitTickerField: JSONField {
    case timestamp, instrument, stats, openInterest, markPrice, lastPrice, indexPrice
    case bidPrice, bidSize, askPrice, askSize, funding8h, currentFunding
    /// Greeks, volatilities, limits, and future fields.
    case other

    init(named key: JSONKey) {
        switch key {
        case "timestamp": self = .timestamp
        case "instrument_name": self = .instrument
        case "stats": self = .stats
        case "open_interest": self = .openInterest
        case "mark_price": self = .markPrice
        case "last_price": self = .lastPrice
        case "index_price": self = .indexPrice
        case "best_bid_price": self = .bidPrice
        case "best_bid_amount": self = .bidSize
        case "best_ask_price": self = .askPrice
        case "best_ask_amount": self = .askSize
        case "funding_8h": self = .funding8h
        case "current_funding": self = .currentFunding
        default: self = .other
        }
    }
}
