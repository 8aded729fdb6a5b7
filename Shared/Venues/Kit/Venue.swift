public import MarketData

/// What a venue must provide: the one protocol between Tapedeck and an exchange.
///
/// Everything here is pure: it plans connections, recognises frames and decodes them, and leaves sockets, clocks and
/// Kafka to the services. A new venue is one folder beside this file, one line in `VenueRegistry`, one folder of fixtures.
public protocol Venue: Sendable {
    /// The name in topics, keys and configuration: lower case, such as `binance`.
    var name: String { get }

    /// The kinds of market that are supported.
    var products: [Product] { get }

    /// The kinds of event that the venue's public feeds fill for a product; what a demonstration must see.
    func kinds(for product: Product) -> [EventKind]

    /// The venue's public endpoints, in order of preference, from its documentation.
    func endpoints(for product: Product) -> VenueEndpoints

    /// Whether a market's prices may be zero or negative, by the venue's documentation: those of combinations, which are
    /// differences. Where they may not, a frame that says such a price is refused (`EventCheck`).
    func hasPricesBelowZero(_ market: SymbolEntry) -> Bool

    /// Cuts a subscription into connections that respect the venue's limits.
    func plan(_ subscription: Subscription) -> [ConnectionPlan]

    /// How to learn what the venue lists of a product.
    func listing(of product: Product) -> VenueListing

    /// How fast the venue may be asked, and when a connection counts as dead or old.
    func policy(for product: Product) -> VenuePolicy

    /// A reader for the frames of one session.
    func makeReader(for product: Product) -> any SessionReader

    /// Why the body of an answer with status 200 is not what was asked for, in the venue's words; nil when it is.
    func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String?

    /// The next page of a REST answer, where the venue pages; nil when this was the last.
    func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest?

    /// A decoder for the frames of one connection.
    func makeDecoder(for product: Product) -> any FrameDecoder
}

extension Venue {
    /// Coins, contracts and options have a price above zero; an option that nobody wants has no order.
    public func hasPricesBelowZero(_ market: SymbolEntry) -> Bool { false }

    /// Most answers come in one page.
    public func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest? { nil }
}
