/// How to get all instruments that a venue lists for a product.
public struct VenueListing: Sendable, Hashable {
    /// The requests whose answers, over all pages, contain every instrument. The venue's decoder parses them.
    public var requests: [RESTRequest]
    /// The venue's words for an instrument that trades.
    public var tradingStatuses: Set<String>

    /// `tradingStatuses` must be in the venue's spelling.
    public init(requests: [RESTRequest], tradingStatuses: Set<String>) {
        self.requests = requests
        self.tradingStatuses = tradingStatuses
    }
}
