import JSON
import MarketData
import Venues
import WebSocket

/// Asks for a venue's listing again and again, and hands out the symbols of each round that came whole.
///
/// Everything in it happens on the event loop's thread.
final class ListingRefresh: @unchecked Sendable {
    /// How soon a listing that was of no use is asked for again, where nothing is recorded yet.
    static let retryMilliseconds = 30_000

    private let context: ConnectionContext
    private let product: Product
    private let filter: ListingFilter
    private let facts: ListingFacts
    private let take: ([String]) -> Void
    private lazy var runner = RequestRunner("listing", context: context) { [unowned self] request, body, isLastPage in
        accept(body, of: request, isLastPage: isLastPage)
    }
    private var reader: ListingReader
    private var outstanding = 0
    private var failure: DecodeError?
    private var hasAny = false
    private var timer: EventLoopTimer?

    /// - Parameter take: takes the symbols, in order; never none.
    init(
        _ product: Product, filter: ListingFilter, context: ConnectionContext, facts: ListingFacts,
        take: @escaping ([String]) -> Void
    ) {
        self.product = product
        self.filter = filter
        self.context = context
        self.facts = facts
        self.take = take
        reader = ListingReader(venue: context.venue, product: product, filter: filter)
    }

    /// Begins a round.
    func start() {
        let listing = context.venue.listing(of: product)
        reader = ListingReader(venue: context.venue, product: product, filter: filter)
        failure = nil
        outstanding = listing.requests.count
        for request in listing.requests { runner.enqueue(request) }
    }

    /// Ends it for good.
    func stop() {
        timer?.cancel()
        runner.cancel()
    }

    private func accept(_ body: [UInt8], of request: RESTRequest, isLastPage: Bool) {
        do throws(DecodeError) {
            try reader.read(body, of: request)
        } catch {
            failure = error
        }
        if isLastPage { outstanding -= 1 }
        if outstanding == 0 { finish() }
    }

    /// A round with a hole in it would look like symbols that are gone.
    private func finish() {
        let symbols = reader.symbols
        if let failure {
            facts.failed("\(failure)")
        } else if symbols.isEmpty {
            facts.failed("no symbol is listed, or none passes the filter")
        } else {
            hasAny = true
            take(symbols)
        }
        let wait = hasAny ? filter.refreshMilliseconds : min(Self.retryMilliseconds, filter.refreshMilliseconds)
        timer = context.loop.schedule(after: .milliseconds(wait)) { [weak self] in self?.start() }
    }
}
