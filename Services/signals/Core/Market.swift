package import MarketData

/// The latest state of one symbol of one venue and product.
package final class Market {
    /// The symbol's entry in the symbol table.
    package let entry: SymbolEntry
    /// Its book channels; the deepest one is published.
    private(set) var books: [KeptBook] = []
    /// The latest values.
    var trade: LatestTrade?
    var ticker: (ticker: Ticker, receiveTime: Timestamp)?
    var funding: (funding: Funding, receiveTime: Timestamp)?
    /// The groups that have changed since they were last written.
    package var changed: MarketGroup = []
    /// The groups that are not published yet, because their feed has not caught up.
    var hidden: MarketGroup = []
    /// The feeds of the hidden groups.
    var hiddenFeeds: Set<Feed> = []

    init(_ entry: SymbolEntry) {
        self.entry = entry
    }

    /// The deepest book, which is the published one.
    package private(set) var servedBook: KeptBook?

    /// The book channel of a depth; a new channel is added.
    func book(depth: Int32) -> KeptBook {
        if let known = books.first(where: { $0.depth == depth }) { return known }
        let book = KeptBook(depth: depth)
        books.append(book)
        if servedBook.map({ book.isDeeper(than: $0) }) ?? true { servedBook = book }
        return book
    }
}
