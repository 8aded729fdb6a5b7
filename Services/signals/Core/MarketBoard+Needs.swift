public import MarketData

extension MarketBoard {
    /// The published books that need a snapshot, in markets whose history has been read. A due request counts as sent.
    ///
    /// A book that has received nothing since `limit` is left out: its market has ended, or its source is gone.
    ///
    /// - Parameters:
    ///   - now: the caller's clock in nanoseconds.
    ///   - most: the maximum number of due requests; the others become due at the next call.
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
