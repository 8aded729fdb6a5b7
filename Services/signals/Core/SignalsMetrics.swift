import MarketData
import Runtime

/// The metrics of signals, looked up once.
struct SignalsMetrics {
    let documents: Counter
    let markets: Gauge
    let writes: Counter
    let writeSeconds: Histogram
    let latencySeconds: Histogram
    let away: Fact
    let refused: Fact
    let undecodable: Fact
    let bookGaps: Counter
    private let registry: MetricsRegistry

    init(_ registry: MetricsRegistry, logger: Logger) {
        self.registry = registry
        documents = registry.counter("tapedeck_documents_in_total", "Documents taken in.")
        markets = registry.gauge("tapedeck_markets", "Markets that are known.")
        writes = registry.counter("tapedeck_redis_markets_total", "Markets written to Redis.")
        writeSeconds = registry.histogram(
            "tapedeck_redis_write_seconds", "Time to write what changed to Redis.", bounds: Histogram.secondsBounds)
        latencySeconds = registry.histogram(
            "tapedeck_wire_to_redis_seconds", "From our socket to the book in Redis.", bounds: Histogram.latencyBounds)
        away = Fact(
            "Redis is away; writing again when it is back", logger: logger,
            counter: registry.counter("tapedeck_redis_away_total", "Writes that found Redis away."))
        refused = Fact(
            "Redis refused commands", logger: logger,
            counter: registry.counter("tapedeck_redis_refused_total", "Commands that Redis refused."))
        undecodable = Fact(
            "a document could not be understood", logger: logger,
            counter: registry.counter("tapedeck_undecodable_documents_total", "Documents that were passed over."))
        bookGaps = registry.counter("tapedeck_book_gaps_total", "Changes that showed a gap in a book.")
    }

    /// Sets the number of a venue's books in each state; the registry returns existing gauges.
    func setBooks(_ counts: [BookState: Int], venue: String) {
        for state in BookState.allCases {
            registry.gauge(
                "tapedeck_books", "Books by venue and state.", labels: ["venue": venue, "state": state.name]
            ).set(counts[state] ?? 0)
        }
    }
}
