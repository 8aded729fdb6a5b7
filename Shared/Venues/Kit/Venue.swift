public import MarketData

/// Everything that a venue must provide: the only protocol between Tapedeck and an exchange.
///
/// A venue is pure: it plans connections, recognises frames and decodes them. Sockets, clocks and Kafka are left to the
/// services. A new venue needs a folder beside this one, a line in `VenueRegistry`, and a folder of fixtures.
public protocol Venue: Sendable {
    /// The name in topics, keys and configuration: lower case, such as `binance`.
    var name: String { get }

    /// The supported kinds of market.
    var products: [Product] { get }

    /// The kinds of event that the venue's public feeds provide for a product. A demonstration must receive all of them.
    func kinds(for product: Product) -> [EventKind]

    /// The venue's public endpoints, in order of preference, from its documentation.
    func endpoints(for product: Product) -> VenueEndpoints

    /// Whether the prices of a market may be zero or negative according to the venue's documentation, as for combinations,
    /// whose prices are differences. Otherwise a frame with such a price is refused (`EventCheck`).
    func hasPricesBelowZero(_ market: SymbolEntry) -> Bool

    /// Splits a subscription into connections within the venue's limits.
    func plan(_ subscription: Subscription) -> [ConnectionPlan]

    /// How to get all instruments that the venue lists for a product.
    func listing(of product: Product) -> VenueListing

    /// The rate limits, and when a connection counts as dead or old.
    func policy(for product: Product) -> VenuePolicy

    /// A reader for the frames of one session.
    func makeReader(for product: Product) -> any SessionReader

    /// Why the body of an answer with status 200 is an error, in the venue's words; nil if it is not.
    func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String?

    /// The request for the next page of a REST answer; nil if there is none.
    func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest?

    /// A decoder for the frames of one connection.
    func makeDecoder(for product: Product) -> any FrameDecoder
}

extension Venue {
    /// Coins, contracts and options have positive prices; a worthless option has no orders.
    public func hasPricesBelowZero(_ market: SymbolEntry) -> Bool { false }

    /// Most answers have a single page.
    public func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest? { nil }
}
