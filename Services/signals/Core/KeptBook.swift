package import MarketData

/// One book channel of a market, on the heap because a book cannot be copied.
package final class KeptBook {
    /// The levels per side in the venue's channel; 0 for the whole book.
    let depth: Int32
    /// The book and its state.
    package internal(set) var keeper = BookKeeper()
    /// The times of the last change.
    var eventTime: Timestamp?
    package internal(set) var receiveTime = Timestamp(nanoseconds: 0)
    /// Times the requests for a snapshot; nil while the book needs none.
    var request: SnapshotRequestTimer?

    init(depth: Int32) {
        self.depth = depth
    }

    /// Whether this channel has more levels than another.
    func isDeeper(than other: KeptBook) -> Bool {
        depth == 0 || (other.depth != 0 && depth > other.depth)
    }
}
