public import MarketData
import VenueKit

/// The part of the synthetic market that a simulated venue needs for snapshots and REST answers.
public protocol SyntheticMarketView {
    /// The traded instruments.
    var instruments: [SyntheticInstrument] { get }

    /// The index of a symbol, in the venue's spelling; nil if it is not listed.
    func index(of symbol: some StringProtocol) -> Int?

    /// Whether the venue lists an instrument now: markets open and close.
    func isListed(_ symbol: String) -> Bool

    /// The level-2 book after the last publication, for snapshots on a WebSocket.
    func publishedBook(_ symbol: Int) -> SyntheticBook

    /// The current level-2 book, which is ahead of the last publication, for REST snapshots.
    func liveBook(_ symbol: Int) -> SyntheticBook

    /// The resting orders with their order sequence, best first, and oldest first within a price.
    func orders(_ symbol: Int) -> (bids: [SyntheticOrder], asks: [SyntheticOrder], sequence: Int64)

    /// The last published summary.
    func ticker(_ symbol: Int) -> SyntheticTicker

    /// The latest trades, oldest first, at most 20.
    func recentTrades(_ symbol: Int) -> [(trade: SyntheticTrade, time: Timestamp)]
}
