package import MarketData

/// One book channel of a market, on the heap because a book cannot be copied.
package final class KeptBook {
    /// Levels a side of the venue's channel; 0 is the whole book.
    let depth: Int32
    /// The book and its state.
    package internal(set) var keeper = BookKeeper()
    /// The times of the last change.
    var eventTime: Timestamp?
    package internal(set) var receiveTime = Timestamp(nanoseconds: 0)
    /// Since when it wants a snapshot, and when it asks for one; nil while it is whole.
    var request: SnapshotRequestTimer?

    init(depth: Int32) {
        self.depth = depth
    }

    /// Whether this channel shows more of the book than another.
    func isDeeper(than other: KeptBook) -> Bool {
        depth == 0 || (other.depth != 0 && depth > other.depth)
    }
}
