import MarketData
import VenueKit

/// The generated events of one symbol, counted where they are generated, independently of the venues' frames.
struct SymbolTruth: Sendable {
    /// One kind of event of one symbol.
    struct Series: Sendable {
        /// The number of events generated while the feed had a subscriber.
        var made = 0
        /// The number of those events of which at least one connection was sent a frame.
        var delivered = 0
        /// The first generated sequence number or id, if the kind has one.
        var first: Int64?
        /// The last generated sequence number or id.
        var last: Int64?
        /// The sum of the sizes, in lots; for trades and liquidations.
        var lots: Int64 = 0
    }

    /// By the name of the kind in documents.
    private(set) var series: [String: Series] = [:]

    /// Counts an event; `delivered` is whether any connection was sent a frame of it.
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
