import BinanceVenue
import BybitVenue
import CoinbaseVenue
import DeribitVenue
public import VenueKit

/// Every venue that Tapedeck knows, one line each.
public enum VenueRegistry {
    /// The venues, by name.
    public static let all: [any Venue] = [
        Binance(),
        Bybit(),
        Coinbase(),
        Deribit(),
    ]

    /// The venue of that name.
    public static func venue(named name: String) -> (any Venue)? {
        all.first { $0.name == name }
    }
}
