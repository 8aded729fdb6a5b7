public import MarketData
public import VenueKit

extension Coinbase {
    /// https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products, in pages. A product
    /// that is online and restricted has its restriction for a status.
    public func listing(of product: Product) -> VenueListing {
        VenueListing(
            requests: [RESTRequest(path: "\(CoinbaseConnection.marketProductsPath)?product_type=SPOT")],
            tradingStatuses: ["online"])
    }
}
