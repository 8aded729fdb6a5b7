/// The groups of a market's latest values, each with a Redis key of its own.
struct MarketGroup: OptionSet, Hashable {
    let rawValue: UInt8

    /// The book, the best bid and ask, and the metrics.
    static let book = MarketGroup(rawValue: 1)
    /// The last trade.
    static let trade = MarketGroup(rawValue: 2)
    /// The ticker.
    static let ticker = MarketGroup(rawValue: 4)
    /// The funding rate.
    static let funding = MarketGroup(rawValue: 8)

    /// The groups' names as the channel `updates:…` tells them.
    var names: String {
        var names: [String] = []
        if contains(.book) { names.append("book") }
        if contains(.trade) { names.append("trade") }
        if contains(.ticker) { names.append("ticker") }
        if contains(.funding) { names.append("funding") }
        return names.joined(separator: ",")
    }
}
