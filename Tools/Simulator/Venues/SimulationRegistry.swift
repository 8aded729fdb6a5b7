public import MarketData
public import VenueKit

/// The server side of every venue, one line each.
enum SimulationRegistry {
    static let all: [String: @Sendable (Product) -> any VenueSimulation] = [
        "binance": { BinanceSimulation(product: $0) },
        "bybit": { BybitSimulation(product: $0) },
        "coinbase": { CoinbaseSimulation(product: $0) },
        "deribit": { DeribitSimulation(product: $0) },
    ]
}

extension Venue {
    /// The server side of the venue.
    public func makeSimulation(for product: Product) -> any VenueSimulation {
        guard let make = SimulationRegistry.all[name] else { preconditionFailure("no simulation of \(name)") }
        return make(product)
    }
}
