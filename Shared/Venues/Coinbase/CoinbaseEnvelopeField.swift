import JSON
import VenueKit

/// The fields around the events of Advanced Trade's messages.
enum CoinbaseEnvelopeField: JSONField {
    case time, sequence, events
    /// The channel, which was read before, and all others.
    case other

    init(named key: JSONKey) {
        switch key {
        case "timestamp": self = .time
        case "sequence_num": self = .sequence
        case "events": self = .events
        default: self = .other
        }
    }
}
