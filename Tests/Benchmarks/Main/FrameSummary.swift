import MarketData

/// What a recording came to, taken in a pass that is not timed: proof that the work was done.
struct FrameSummary {
    /// The top of a book at the end.
    struct Book {
        /// The venue's symbol, and the channel's depth where it does not cover the whole book.
        var name: String
        /// The five best bids, best first.
        var bids: [Level]
        /// The five best asks, best first.
        var asks: [Level]
        /// How many bids there are.
        var bidCount: Int
        /// How many asks there are.
        var askCount: Int
    }

    /// Events of each kind.
    var events: [EventKind: Int] = [:]
    /// Frames that could not be decoded.
    var failures = 0
    /// Frames without an event.
    var silent = 0
    /// Book changes that were applied.
    var applied = 0
    /// The books at the end.
    var books: [Book] = []
}
