public import MarketData
public import VenueKit

extension Binance {
    /// Spot's answer for every symbol that ever existed is larger than the frame limit. Only trading symbols are requested,
    /// without the sets of permissions
    /// (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints#exchange-information).
    public func listing(of product: Product) -> VenueListing {
        let request =
            switch product {
            case .spot, .option:
                RESTRequest(path: "/api/v3/exchangeInfo?showPermissionSets=false&symbolStatus=TRADING", weight: 20)
            case .linear: RESTRequest(path: "/fapi/v1/exchangeInfo")
            case .inverse: RESTRequest(path: "/dapi/v1/exchangeInfo")
            }
        return VenueListing(requests: [request], tradingStatuses: ["TRADING"])
    }
}
