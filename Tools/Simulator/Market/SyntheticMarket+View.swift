public import MarketData
import VenueKit

extension SyntheticMarket: SyntheticMarketView {
    /// The index of a symbol, in the venue's spelling.
    public func index(of symbol: some StringProtocol) -> Int? {
        instruments.firstIndex { $0.symbol == symbol }
    }

    /// Whether it is listed.
    public func isListed(_ symbol: String) -> Bool { !unlisted.contains(symbol) }

    /// The level-2 book after the last publication.
    public func publishedBook(_ symbol: Int) -> SyntheticBook { symbols[symbol].published.snapshot }

    /// The current level-2 book.
    public func liveBook(_ symbol: Int) -> SyntheticBook {
        let market = symbols[symbol]
        return SyntheticBook(
            bids: market.book.aggregate(.bid), asks: market.book.aggregate(.ask),
            publication: market.published.publication, lastUpdate: market.lastUpdate,
            crossSequence: market.published.crossSequence, time: market.lastChange)
    }

    /// The resting orders and their order sequence.
    public func orders(_ symbol: Int) -> (bids: [SyntheticOrder], asks: [SyntheticOrder], sequence: Int64) {
        let market = symbols[symbol]
        return (market.book.bids.flatMap(\.orders), market.book.asks.flatMap(\.orders), market.orderSequence)
    }

    /// The last published summary.
    public func ticker(_ symbol: Int) -> SyntheticTicker { symbols[symbol].publishedTicker }

    /// The latest trades, oldest first.
    public func recentTrades(_ symbol: Int) -> [(trade: SyntheticTrade, time: Timestamp)] {
        symbols[symbol].recentTrades
    }
}
