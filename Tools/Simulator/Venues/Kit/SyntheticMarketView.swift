public import MarketData
import VenueKit

/// What a simulated venue may look up in the synthetic market: what it needs for snapshots and REST answers.
public protocol SyntheticMarketView {
    /// What is traded.
    var instruments: [SyntheticInstrument] { get }

    /// The index of a symbol, in the venue's spelling; nil where it is not listed.
    func index(of symbol: some StringProtocol) -> Int?

    /// Whether the venue lists an instrument now: markets open and close.
    func isListed(_ symbol: String) -> Bool

    /// The level-2 book after the last publication: what snapshots on a WebSocket show.
    func publishedBook(_ symbol: Int) -> SyntheticBook

    /// The level-2 book as it is: ahead of the last publication, as REST snapshots are.
    func liveBook(_ symbol: Int) -> SyntheticBook

    /// The resting orders with the order sequence they stand at, best first, oldest first within a price.
    func orders(_ symbol: Int) -> (bids: [SyntheticOrder], asks: [SyntheticOrder], sequence: Int64)

    /// The summary as published last.
    func ticker(_ symbol: Int) -> SyntheticTicker

    /// The latest trades, oldest first, 20 at most.
    func recentTrades(_ symbol: Int) -> [(trade: SyntheticTrade, time: Timestamp)]
}
