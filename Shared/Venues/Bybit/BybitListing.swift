public import MarketData
public import VenueKit

extension Bybit {
    /// https://bybit-exchange.github.io/docs/v5/market/instrument: contracts in pages of 1000; options by base coin, of
    /// which the page names `BTC`, `ETH` and `SOL`.
    public func listing(of product: Product) -> VenueListing {
        let base = "\(BybitConnection.instrumentsPath)?category=\(product.name)"
        let paths =
            switch product {
            case .spot: [base]
            case .linear, .inverse: ["\(base)&limit=1000"]
            case .option: ["BTC", "ETH", "SOL"].map { "\(base)&limit=1000&baseCoin=\($0)" }
            }
        return VenueListing(requests: paths.map { RESTRequest(path: $0) }, tradingStatuses: ["Trading"])
    }
}
