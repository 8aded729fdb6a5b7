import JSON
import VenueKit

/// The fields of a book message that are used for its event.
enum DeribitBookField: JSONField {
    case type, timestamp, previous, instrument, change, bids, asks
    /// All others.
    case other

    init(named key: JSONKey) {
        switch key {
        case "type": self = .type
        case "timestamp": self = .timestamp
        case "prev_change_id": self = .previous
        case "instrument_name": self = .instrument
        case "change_id": self = .change
        case "bids": self = .bids
        case "asks": self = .asks
        default: self = .other
        }
    }
}
