import MarketData
import VenueKit

extension SymbolMarket {
    /// The result of a taker's order.
    struct Taken {
        var changes: [SyntheticOrderChange] = []
        var trades: [SyntheticTrade] = []
    }

    /// Executes a market order, which matches one to three resting orders.
    mutating func take(
        _ random: inout SeededGenerator, isLiquidation: Bool, time: Timestamp, nextOrder: () -> Int64,
        nextCross: () -> Int64
    ) -> Taken {
        let takerSide: Side = random.chance(1, in: 2) ? .bid : .ask
        let makerSide: Side = takerSide == .bid ? .ask : .bid
        var taken = Taken()
        // A thin side is not matched, so that there is always a best bid and a best ask.
        guard book.levels(makerSide).count > 6 else { return taken }
        let matches = 1 + random.below(3)
        var taker = SyntheticOrder(number: nextOrder(), side: takerSide, ticks: 0, lots: 0)
        let plan = fills(makerSide, count: matches, &random)
        taker.lots = plan.reduce(0) { $0 + $1 }
        taken.changes.append(change(.received(isMarket: true), taker))
        for lots in plan {
            match(lots, makerSide, &taker, isLiquidation, time, nextCross, into: &taken)
        }
        taken.changes.append(change(.done(isFilled: true, isMarket: true), taker))
        return taken
    }

    /// The filled sizes of the first `count` resting orders: all except the last are filled completely.
    private func fills(_ side: Side, count: Int, _ random: inout SeededGenerator) -> [Int64] {
        let resting = book.levels(side).prefix(count).flatMap(\.orders).prefix(count)
        return resting.enumerated().map { index, order in
            index + 1 < resting.count ? order.lots : 1 + Int64(random.below(Int(order.lots)))
        }
    }

    private mutating func match(
        _ lots: Int64, _ makerSide: Side, _ taker: inout SyntheticOrder, _ isLiquidation: Bool, _ time: Timestamp,
        _ nextCross: () -> Int64, into taken: inout Taken
    ) {
        let maker = book.levels(makerSide)[0].orders[0]
        let after = book.reduce(makerSide, level: 0, order: 0, by: lots)
        touch(makerSide, maker.ticks)
        taker.lots -= lots
        lastTrade += 1
        lastTickDirection = direction(of: maker.ticks)
        let trade = SyntheticTrade(
            number: lastTrade, ticks: maker.ticks, lots: lots, takerSide: taker.side,
            tickDirection: lastTickDirection, orderSequence: orderSequence + 1, crossSequence: nextCross(),
            makerOrder: maker.number, takerOrder: taker.number, isLiquidation: isLiquidation)
        taken.changes.append(change(.matched(trade), after))
        if after.lots == 0 { taken.changes.append(change(.done(isFilled: true, isMarket: false), after)) }
        taken.trades.append(trade)
        note(trade, time)
    }

    private func direction(of ticks: Int64) -> Int {
        if ticks > ticker.lastTicks { return 0 }
        if ticks < ticker.lastTicks { return 2 }
        return lastTickDirection == 0 || lastTickDirection == 1 ? 1 : 3
    }

    private mutating func note(_ trade: SyntheticTrade, _ time: Timestamp) {
        recentTrades.append((trade, time))
        if recentTrades.count > 20 { recentTrades.removeFirst() }
        ticker.lastTicks = trade.ticks
        ticker.highTicks = max(ticker.highTicks, trade.ticks)
        ticker.lowTicks = min(ticker.lowTicks, trade.ticks)
        ticker.volumeLots += trade.lots
        ticker.turnoverTickLots += trade.lots * trade.ticks
        ticker.lastTrade = trade.number
        ticker.lastLots = trade.lots
        ticker.lastSide = trade.takerSide
    }
}

// MARK: - Publishing

extension SymbolMarket {
    /// Publishes the changed levels; nil if there are none.
    mutating func publishBook(time: Timestamp, nextCross: () -> Int64) -> SyntheticBookChange? {
        guard !dirty.isEmpty else { return nil }
        var changes: [SyntheticBookChange.Change] = []
        for (side, ticks) in dirty {
            let level = SyntheticLevel(ticks: ticks, lots: book.lots(side, at: ticks))
            let wasThere = published.lots(side, at: ticks) > 0
            // A level that was added and removed between two publications is never published.
            guard wasThere || level.lots > 0 else { continue }
            changes.append(SyntheticBookChange.Change(side: side, level: level, wasThere: wasThere))
            published.apply(level, side)
        }
        dirty.removeAll(keepingCapacity: true)
        let previousUpdate = published.lastUpdate
        let previousCross = published.crossSequence
        published.publication += 1
        published.lastUpdate = lastUpdate
        published.crossSequence = nextCross()
        published.time = time
        return SyntheticBookChange(
            changes: changes, publication: published.publication, firstUpdate: previousUpdate + 1,
            lastUpdate: lastUpdate, previousUpdate: previousUpdate, crossSequence: published.crossSequence,
            previousCrossSequence: previousCross)
    }

    /// Publishes some parts of the summary.
    mutating func publishTicker(_ fields: SyntheticTickerFields, nextCross: () -> Int64) {
        if fields.contains(.trade) {
            publishedTicker.lastTicks = ticker.lastTicks
            publishedTicker.highTicks = ticker.highTicks
            publishedTicker.lowTicks = ticker.lowTicks
            publishedTicker.volumeLots = ticker.volumeLots
            publishedTicker.turnoverTickLots = ticker.turnoverTickLots
            publishedTicker.lastTrade = ticker.lastTrade
            publishedTicker.lastLots = ticker.lastLots
            publishedTicker.lastSide = ticker.lastSide
        }
        if fields.contains(.quote) { publishedTicker.quote = published.snapshot.quote }
        if fields.contains(.mark) {
            publishedTicker.markTicks = ticker.markTicks
            publishedTicker.indexTicks = ticker.indexTicks
        }
        if fields.contains(.openInterest) { publishedTicker.openInterestLots = ticker.openInterestLots }
        if fields.contains(.funding) {
            publishedTicker.fundingRate = ticker.fundingRate
            publishedTicker.nextFundingTime = ticker.nextFundingTime
        }
        publishedTicker.orderSequence = orderSequence
        publishedTicker.crossSequence = nextCross()
    }
}
