import MarketData

/// The results of a recording from a pass without timing: evidence that the work was done.
struct FrameSummary {
    /// The best levels of a book at the end.
    struct Book {
        /// The venue's symbol, and the channel's depth if it does not cover the whole book.
        var name: String
        /// The five best bids, best first.
        var bids: [Level]
        /// The five best asks, best first.
        var asks: [Level]
        /// The number of bids.
        var bidCount: Int
        /// The number of asks.
        var askCount: Int
    }

    /// The number of events of each kind.
    var events: [EventKind: Int] = [:]
    /// Frames that could not be decoded.
    var failures = 0
    /// Frames without an event.
    var silent = 0
    /// The number of applied book changes.
    var applied = 0
    /// The books at the end.
    var books: [Book] = []
}
