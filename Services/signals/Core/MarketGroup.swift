package import MarketData

/// The groups of a market's latest values, each with its own Redis key.
package struct MarketGroup: OptionSet, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The book, the best bid and ask, and the metrics.
    package static let book = MarketGroup(rawValue: 1)
    /// The last trade.
    static let trade = MarketGroup(rawValue: 2)
    /// The ticker.
    static let ticker = MarketGroup(rawValue: 4)
    /// The funding rate.
    static let funding = MarketGroup(rawValue: 8)

    /// The group that documents of a kind change; empty for kinds that are not in Redis.
    static func of(_ kind: EventKind) -> MarketGroup {
        switch kind {
        case .book: .book
        case .trade: .trade
        case .ticker: .ticker
        case .funding: .funding
        case .quote, .order, .orderSnapshot, .liquidation, .instrument, .status, .gap, .coverage: []
        }
    }

    /// The kinds of documents that are in Redis.
    package static let kinds = EventKind.allCases.filter { !of($0).isEmpty }

    /// The names of the groups in messages of the channel `updates:…`.
    var names: String {
        var names: [String] = []
        if contains(.book) { names.append("book") }
        if contains(.trade) { names.append("trade") }
        if contains(.ticker) { names.append("ticker") }
        if contains(.funding) { names.append("funding") }
        return names.joined(separator: ",")
    }
}
