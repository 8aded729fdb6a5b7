public import MarketData

/// The latest state of every market, from the events of the deduplicated stream: the core of signals, without I/O.
///
/// It applies every event and remembers which markets have changed. The writer takes the changed markets, so a slow Redis
/// receives fewer writes, but never outdated values or those of another symbol.
///
/// A feed that starts in the past does not change the published state until it has caught up, because old values are not
/// current.
public final class MarketBoard {
    private(set) var markets: [Int32: Market] = [:]
    /// The feeds that have not caught up.
    private var behind: Set<Feed> = []
    private var changedIndices: [Int32] = []
    /// The markets of each instrument over all venues.
    private var instruments: [String: [Int32]] = [:]

    /// The number of changes that revealed a gap.
    public private(set) var gapCount = 0
    /// The number of changes that a book already contained.
    public private(set) var duplicateCount = 0

    /// It starts without markets.
    public init() {}

    /// The number of known markets.
    public var count: Int { markets.count }

    // MARK: - Feeds

    /// A feed starts, with records from the past.
    public func begin(_ feed: Feed) { behind.insert(feed) }

    /// A feed has caught up: its values are published.
    public func caughtUp(_ feed: Feed) {
        guard behind.remove(feed) != nil else { return }
        let group = MarketGroup.of(feed.kind)
        for (index, market) in markets where market.hiddenFeeds.remove(feed) != nil {
            market.hidden.subtract(group)
            note(market, index, group)
        }
    }

    /// Whether a feed has not caught up yet.
    public var isBehind: Bool { !behind.isEmpty }

    /// Applies the events of one document.
    ///
    /// - Parameter partition: the partition of the document.
    public func apply(_ batch: borrowing EventBatch, from partition: Int32 = 0) {
        for index in 0..<batch.count {
            let entry = batch.entries[index]
            let position = Int(entry.index)
            let feed = behind.isEmpty ? nil : Feed(entry.kind, partition: partition)
            switch entry.kind {
            case .book: apply(batch.bookChanges[position], batch, from: feed)
            case .trade: apply(batch.trades[position], batch, from: feed)
            case .ticker:
                let ticker = batch.tickers[position]
                let market = market(ticker.header.symbol, batch)
                market.ticker = (ticker, batch.receiveTime)
                note(market, ticker.header.symbol.index, .ticker, from: feed)
            case .funding:
                let funding = batch.fundings[position]
                let market = market(funding.header.symbol, batch)
                market.funding = (funding, batch.receiveTime)
                note(market, funding.header.symbol.index, .funding, from: feed)
            case .quote, .order, .orderSnapshot, .liquidation, .instrument, .status, .gap, .coverage: break
            }
        }
    }

    private func apply(_ change: BookChange, _ batch: borrowing EventBatch, from feed: Feed?) {
        let market = market(change.header.symbol, batch)
        let book = market.book(depth: change.depth)
        switch book.keeper.apply(change, levels: batch.levels) {
        case .applied: break
        case .duplicate:
            duplicateCount += 1
            return
        case .gap: gapCount += 1
        case .waiting: break
        }
        book.eventTime = change.header.eventTime ?? book.eventTime
        book.receiveTime = batch.receiveTime
        if book === market.servedBook { note(market, change.header.symbol.index, .book, from: feed) }
    }

    private func apply(_ trade: Trade, _ batch: borrowing EventBatch, from feed: Feed?) {
        let market = market(trade.header.symbol, batch)
        market.trade = LatestTrade(
            trade: trade, tradeID: batch.string(of: trade.tradeID), receiveTime: batch.receiveTime)
        note(market, trade.header.symbol.index, .trade, from: feed)
    }

    // MARK: - Markets

    private func market(_ symbol: SymbolID, _ batch: borrowing EventBatch) -> Market {
        if let known = markets[symbol.index] { return known }
        let market = Market(batch.symbols[symbol])
        markets[symbol.index] = market
        instruments[market.entry.instrument, default: []].append(symbol.index)
        return market
    }

    private func markChanged(_ market: Market, _ index: Int32) {
        var all: MarketGroup = []
        if market.servedBook != nil { all.insert(.book) }
        if market.trade != nil { all.insert(.trade) }
        if market.ticker != nil { all.insert(.ticker) }
        if market.funding != nil { all.insert(.funding) }
        note(market, index, all.subtracting(market.hidden))
    }

    /// Records a change. It is published only if its feed has caught up.
    private func note(_ market: Market, _ index: Int32, _ group: MarketGroup, from feed: Feed?) {
        guard let feed, behind.contains(feed) else { return note(market, index, group) }
        guard market.hiddenFeeds.insert(feed).inserted else { return }
        market.hidden.insert(group)
    }

    func note(_ market: Market, _ index: Int32, _ group: MarketGroup) {
        guard !group.isEmpty else { return }
        if market.changed.isEmpty { changedIndices.append(index) }
        market.changed.insert(group)
    }

    /// Returns the markets that have changed since the last call.
    package func takeChanged() -> [Market] {
        let changed = changedIndices.compactMap { markets[$0] }
        changedIndices.removeAll(keepingCapacity: true)
        return changed
    }

    /// Marks everything as changed: when Redis returns, possibly empty, everything is written again.
    public func markAllChanged() {
        for (index, market) in markets { markChanged(market, index) }
    }

    /// Marks groups of markets as changed again, because Redis has refused them.
    func markChanged(_ refused: [ObjectIdentifier: MarketGroup]) {
        for (index, market) in markets {
            guard let groups = refused[ObjectIdentifier(market)] else { continue }
            if market.changed.isEmpty { changedIndices.append(index) }
            market.changed.formUnion(groups)
        }
    }

    /// Marks books that have received nothing since `limit` as stale; returns their number.
    public func markStale(before limit: Timestamp) -> Int {
        var count = 0
        for (index, market) in markets {
            guard let book = market.servedBook, book.receiveTime < limit, book.keeper.state == .live,
                !market.hidden.contains(.book)
            else { continue }
            book.keeper.markStale()
            count += 1
            note(market, index, .book)
        }
        return count
    }

    /// The markets of one instrument over all venues.
    func markets(of instrument: String) -> [Market] {
        (instruments[instrument] ?? []).compactMap { markets[$0] }
    }

    /// The number of published books in each state, by venue.
    public func bookStates() -> [String: [BookState: Int]] {
        markets.values.reduce(into: [:]) { counts, market in
            guard let book = market.servedBook else { return }
            counts[market.entry.venue, default: [:]][book.keeper.state, default: 0] += 1
        }
    }
}
