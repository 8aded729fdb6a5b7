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

    /// Cuts a subscription into connections that respect the venue's limits.
    func plan(_ subscription: Subscription) -> [ConnectionPlan]

    /// What to send back at once when this frame arrives (an application-level ping, a test request); nil for nearly all.
    func reply(to frame: UnsafeRawBufferPointer) -> String?

    /// The next page of a REST answer, where the venue pages; nil when this was the last.
    func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest?

    /// A decoder for the frames of one connection.
    func makeDecoder(for product: Product) -> any FrameDecoder

    /// The venue from the server's side, for tests and demonstrations.
    func makeSimulation(for product: Product) -> any VenueSimulation
}

extension Venue {
    /// Most venues ping on the WebSocket level and need no reply.
    public func reply(to frame: UnsafeRawBufferPointer) -> String? { nil }

    /// Most answers come in one page.
    public func nextPage(after request: RESTRequest, body: UnsafeRawBufferPointer) -> RESTRequest? { nil }
}
