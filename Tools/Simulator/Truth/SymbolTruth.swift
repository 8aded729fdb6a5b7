import MarketData
import VenueKit

/// What was made of one symbol, counted where it is made: nothing here passes a venue's frames.
struct SymbolTruth: Sendable {
    /// One kind of event of one symbol.
    struct Series: Sendable {
        /// Events made while anybody was subscribed to the feed.
        var made = 0
        /// Those of them of which at least one connection was sent a frame.
        var delivered = 0
        /// The first sequence number or id made, where the kind has one.
        var first: Int64?
        /// The last sequence number or id made.
        var last: Int64?
        /// The sum of the sizes, in lots; for trades and liquidations.
        var lots: Int64 = 0
    }

    /// By the name of the kind, as documents name it.
    private(set) var series: [String: Series] = [:]

    /// Counts an event; `delivered` says whether any connection was sent a frame of it.
    mutating func note(_ body: SyntheticEvent.Body, delivered: Bool) {
        switch body {
        case .book(let change): note("book", change.publication, delivered)
        case .orders(let changes): for change in changes { note("order", change.sequence, delivered) }
        case .trades(let trades): for trade in trades { note("trade", trade.number, delivered, lots: trade.lots) }
        case .quote(let quote): note("quote", quote.lastUpdate, delivered)
        case .ticker: note("ticker", nil, delivered)
        case .funding: note("funding", nil, delivered)
        case .liquidation(let liquidation): note("liquidation", nil, delivered, lots: liquidation.lots)
        case .status: note("status", nil, delivered)
        case .instrument: note("instrument", nil, delivered)
        }
    }

    private mutating func note(_ kind: String, _ number: Int64?, _ delivered: Bool, lots: Int64 = 0) {
        var entry = series[kind] ?? Series()
        entry.made += 1
        if delivered { entry.delivered += 1 }
        entry.first = entry.first ?? number
        entry.last = number ?? entry.last
        entry.lots += lots
        series[kind] = entry
    }
}
