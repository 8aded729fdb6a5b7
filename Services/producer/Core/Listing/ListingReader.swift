import JSON
import MarketData
import VenueKit

/// Reads a venue's listing with the venue's own decoder: the answers of one round, page by page.
struct ListingReader: ~Copyable {
    private let product: Product
    private let filter: ListingFilter
    private var decoder: any FrameDecoder
    private var batch = EventBatch()
    private var frame = FrameBuffer()
    private var found: Set<String> = []
    /// The reason for each invalid entry.
    private(set) var oddReasons: [String] = []
    private var oddBytes: [[UInt8]] = []

    init(venue: any Venue, product: Product, filter: ListingFilter) {
        self.product = product
        self.filter = filter
        decoder = venue.makeDecoder(for: product)
    }

    /// The symbols so far, in order.
    var symbols: [String] { found.sorted() }

    /// Reads an answer.
    mutating func read(_ body: [UInt8], of request: RESTRequest) throws(DecodeError) {
        batch.removeAll()
        // The receive time does not matter here.
        let context = FrameContext(origin: .rest, request: request.text, receiveTime: Timestamp(nanoseconds: 0))
        let copied = body.withUnsafeBytes { body in Result { () throws(DecodeError) in try frame.assign(body) } }
        try copied.get()
        let outcome = Result { () throws(DecodeError) in try decoder.decode(frame, context: context, into: &batch) }
        let odd = decoder.takeOddEntries()
        _ = try outcome.get()
        for index in 0..<batch.instruments.count { note(batch.instruments[index]) }
        for entry in odd {
            oddReasons.append("\(entry.error)")
            oddBytes.append(Array(frame.bytes[entry.range]))
        }
    }

    /// Whether an invalid entry mentions this symbol, so that it is unknown whether the symbol is listed.
    func isDoubtful(_ symbol: String) -> Bool {
        let name = Array("\"\(symbol)\"".utf8)
        return oddBytes.contains { $0.firstRange(of: name) != nil }
    }

    private mutating func note(_ instrument: InstrumentDefinition) {
        let entry = batch.symbols[instrument.header.symbol]
        // One answer may hold several products.
        guard entry.product == product, filter.statuses.contains(batch.string(of: instrument.status)),
            filter.quotes.isEmpty || filter.quotes.contains(batch.string(of: instrument.quote))
        else { return }
        found.insert(entry.symbol)
    }
}
