package import MarketData

/// The latest state of one symbol of one venue and product.
package final class Market {
    /// What it is.
    package let entry: SymbolEntry
    /// Its book channels; the deepest is served.
    private(set) var books: [KeptBook] = []
    /// The latest values.
    var trade: LatestTrade?
    var ticker: (ticker: Ticker, receiveTime: Timestamp)?
    var funding: (funding: Funding, receiveTime: Timestamp)?
    /// What changed since it was last written.
    package var changed: MarketGroup = []
    /// What is not shown, because the feed that it comes from has not caught up with now.
    var hidden: MarketGroup = []
    /// The feeds of what is hidden.
    var hiddenFeeds: Set<Feed> = []

    init(_ entry: SymbolEntry) {
        self.entry = entry
    }

    /// The deepest book, which is the one that is served.
    package private(set) var servedBook: KeptBook?

    /// The book channel of a depth, made when it is new.
    func book(depth: Int32) -> KeptBook {
        if let known = books.first(where: { $0.depth == depth }) { return known }
        let book = KeptBook(depth: depth)
        books.append(book)
        if servedBook.map({ book.isDeeper(than: $0) }) ?? true { servedBook = book }
        return book
    }
}
