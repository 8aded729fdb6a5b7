public import MarketData
public import VenueKit

extension Deribit {
    /// https://docs.deribit.com/api-reference/market-data/public-get_instruments, for all currencies at once. One answer
    /// contains inverse and linear futures, which are distinguished by their symbols.
    public func listing(of product: Product) -> VenueListing {
        let kind =
            switch product {
            case .inverse, .linear: "future"
            case .option: "option"
            case .spot: "spot"
            }
        return VenueListing(
            requests: [
                RESTRequest(path: "\(DeribitConnection.instrumentsPath)?currency=any&kind=\(kind)&expired=false")
            ],
            tradingStatuses: ["active", "open", "started"])
    }
}
