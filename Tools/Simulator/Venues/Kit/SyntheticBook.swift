public import MarketData
import VenueKit

/// A level-2 book with its sequence numbers.
public struct SyntheticBook: Sendable, Hashable {
    /// Best first.
    public var bids: [SyntheticLevel]
    /// Best first.
    public var asks: [SyntheticLevel]
    /// The number of publications; 0 before the first.
    public var publication: Int64
    /// The last update that it contains.
    public var lastUpdate: Int64
    /// The market's own counter at the publication.
    public var crossSequence: Int64
    /// When it was published or, for a live book, last changed.
    public var time: Timestamp

    /// Both sides must be sorted best first.
    public init(
        bids: [SyntheticLevel], asks: [SyntheticLevel], publication: Int64, lastUpdate: Int64, crossSequence: Int64,
        time: Timestamp
    ) {
        self.bids = bids
        self.asks = asks
        self.publication = publication
        self.lastUpdate = lastUpdate
        self.crossSequence = crossSequence
        self.time = time
    }

    /// The best levels as a quote.
    public var quote: SyntheticQuote {
        SyntheticQuote(
            bid: bids.first, ask: asks.first, publication: publication, lastUpdate: lastUpdate,
            crossSequence: crossSequence)
    }
}
