/// How to learn what a venue lists of a product.
public struct VenueListing: Sendable, Hashable {
    /// The requests whose answers, all pages together, hold every instrument; the venue's decoder reads them.
    public var requests: [RESTRequest]
    /// The venue's words for an instrument that trades.
    public var tradingStatuses: Set<String>

    /// Describes a listing.
    public init(requests: [RESTRequest], tradingStatuses: Set<String>) {
        self.requests = requests
        self.tradingStatuses = tradingStatuses
    }
}
