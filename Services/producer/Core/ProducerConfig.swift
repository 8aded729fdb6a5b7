public import MarketData
public import Runtime
public import VenueKit
import Venues

/// What one producer records: one venue over one source.
public struct ProducerConfig: Sendable {
    /// The venue.
    public var venue: any Venue
    /// The source's name in records, such as `primary`.
    public var source: String
    /// The subscriptions, one element per product.
    public var subscriptions: [Subscription]
    /// The filters by product, for products whose symbols come from the venue's listing.
    public var filters: [Product: ListingFilter]
    /// Endpoints by product; by default the venue's own.
    public var endpoints: [Product: VenueEndpoints]
    /// The rate limits by product, from the venue's policy.
    public var policies: [Product: VenuePolicy]
    /// The maximum age of a book's last snapshot; nil for no limit.
    public var snapshotPeriod = SnapshotPeriod(hours: ProducerOptions.defaultSnapshotHours)
    /// PEM file of the authorities to trust instead of the system's.
    public var caFile: String?

    /// The names that the list `venues` of the configuration may use.
    public static var vocabulary: VenueVocabulary {
        VenueVocabulary(
            venues: VenueRegistry.all.map(\.name), products: Product.allCases.map(\.name),
            kinds: TopicName.kinds.map(\.topicName))
    }

    /// One producer for each venue and source of the configuration that matches; nil matches all.
    public static func all(
        _ venues: [VenueConfig], options: ProducerOptions = ProducerOptions(), venue: String? = nil,
        source: String? = nil
    ) -> [ProducerConfig] {
        var configs = venues.filter { venue == nil || $0.name == venue }.flatMap { config in
            config.sources.filter { source == nil || $0.name == source }.compactMap { ProducerConfig(config, $0) }
        }
        for index in configs.indices { configs[index].snapshotPeriod = SnapshotPeriod(hours: options.snapshotHours) }
        return configs
    }

    /// Nil for a venue that is not in the registry; the vocabulary refuses such a venue earlier.
    private init?(_ config: VenueConfig, _ source: VenueSourceConfig) {
        guard let venue = VenueRegistry.venue(named: config.name) else { return nil }
        self.venue = venue
        self.source = source.name
        caFile = config.caFile
        subscriptions = []
        endpoints = [:]
        filters = [:]
        policies = Dictionary(uniqueKeysWithValues: venue.products.map { ($0, venue.policy(for: $0)) })
        for element in config.products {
            guard let product = Product(name: element.product) else { continue }
            let kinds =
                element.kinds.isEmpty
                ? Set(venue.kinds(for: product)) : Set(TopicName.kinds.filter { element.kinds.contains($0.topicName) })
            subscriptions.append(
                Subscription(
                    product: product, symbols: element.takesAll ? [] : element.symbols, kinds: kinds,
                    bookDepth: element.bookDepth))
            if element.takesAll {
                filters[product] = ListingFilter(
                    quotes: Set(element.quotes),
                    statuses: element.statuses.isEmpty
                        ? venue.listing(of: product).tradingStatuses : Set(element.statuses),
                    refreshMilliseconds: element.refreshMinutes * 60_000)
            }
            let own = venue.endpoints(for: product)
            let given = source.endpoints[element.product]
            endpoints[product] = VenueEndpoints(
                webSocket: given.map { $0.webSocket.isEmpty ? own.webSocket : $0.webSocket } ?? own.webSocket,
                rest: given.map { $0.rest.isEmpty ? own.rest : $0.rest } ?? own.rest)
        }
    }

    /// `<venue>/<source>`, as logs name it.
    public var name: String { "\(venue.name)/\(source)" }
}
