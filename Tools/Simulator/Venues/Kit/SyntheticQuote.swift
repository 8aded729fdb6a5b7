import VenueKit

/// The published best levels.
public struct SyntheticQuote: Sendable, Hashable {
    /// The best bid; nil if that side is empty.
    public var bid: SyntheticLevel?
    /// The best ask; nil if that side is empty.
    public var ask: SyntheticLevel?
    /// The number of its publication.
    public var publication: Int64
    /// The last update that it contains.
    public var lastUpdate: Int64
    /// The market's own counter over all symbols.
    public var crossSequence: Int64

    /// An empty side is nil.
    public init(
        bid: SyntheticLevel?, ask: SyntheticLevel?, publication: Int64, lastUpdate: Int64, crossSequence: Int64
    ) {
        self.bid = bid
        self.ask = ask
        self.publication = publication
        self.lastUpdate = lastUpdate
        self.crossSequence = crossSequence
    }
}
