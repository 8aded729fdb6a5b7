import JSON
import MarketData
import VenueKit
import WebSocket

/// Requests a venue's listing periodically, and passes on the symbols of each complete round.
///
/// It is only used on the event loop's thread.
final class ListingRefresh: @unchecked Sendable {
    /// The wait before a failed listing is requested again while nothing is recorded yet.
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
    /// The last symbols that were passed on.
    private var last: [String] = []
    private var timer: EventLoopTimer?

    /// - Parameter take: called with the symbols in order; never with an empty list.
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

    /// Stops permanently.
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

    /// Ends a round. An incomplete round would look as if symbols were gone, so it is discarded. The symbol of an invalid entry
    /// stays as it was.
    private func finish() {
        let listed = reader.symbols
        for reason in reader.oddReasons { facts.oddEntry(reason) }
        if let failure {
            facts.failed("\(failure)")
        } else if listed.isEmpty {
            facts.failed("no symbol is listed, or none passes the filter")
        } else {
            let known = Set(listed)
            let doubtful = reader.oddReasons.isEmpty ? [] : last.filter { !known.contains($0) && reader.isDoubtful($0) }
            last = doubtful.isEmpty ? listed : (listed + doubtful).sorted()
            take(last)
        }
        let wait =
            last.isEmpty ? min(Self.retryMilliseconds, filter.refreshMilliseconds) : filter.refreshMilliseconds
        timer = context.loop.schedule(after: .milliseconds(wait)) { [weak self] in self?.start() }
    }
}
