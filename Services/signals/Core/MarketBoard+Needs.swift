public import MarketData

extension MarketBoard {
    /// The served books that want a snapshot, of markets whose past has been read; who is due counts as asked.
    ///
    /// A book of which nothing was heard since `limit` wants nothing: its market has ended, or its source is gone.
    ///
    /// - Parameters:
    ///   - now: the caller's clock in nanoseconds.
    ///   - most: how many are due at once at most; the others have their turn the next time.
    public func needs(at now: Int64, heardSince limit: Timestamp, most: Int) -> [BookNeed] {
        var needs: [BookNeed] = []
        var asked = 0
        for (index, market) in markets {
            guard let book = market.servedBook, !market.hidden.contains(.book) else { continue }
            guard let need = book.keeper.need, book.receiveTime >= limit else {
                book.request = nil
                continue
            }
            var timer = book.request ?? SnapshotRequestTimer(need, at: now)
            if timer.need != need { timer = SnapshotRequestTimer(need, at: now) }
            let isDue = asked < most && timer.takesRequest(at: now)
            if isDue {
                asked += 1
                let before = book.keeper.state
                book.keeper.markResyncing()
                if book.keeper.state != before { note(market, index, .book) }
            }
            book.request = timer
            needs.append(BookNeed(market: market.entry, need: need, since: timer.since, isDue: isDue))
        }
        return needs
    }
}
