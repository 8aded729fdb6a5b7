import MarketData
import VenueKit

/// One symbol of the synthetic market: its orders, published state, counters and summary.
struct SymbolMarket: Sendable {
    /// The maximum number of levels per side. It is below the smallest depth of the venues' "whole book" channels, so that no
    /// channel hides a level.
    static let maximumLevels = 45
    /// The maximum distance of new orders from the anchor, in ticks.
    static let reach = 60
    /// The minimum of the anchor.
    static let lowestAnchor: Int64 = 80

    let instrument: SyntheticInstrument
    var book = MatchingBook()
    var published = PublishedBook()
    /// Levels that have changed since the last publication, in the order of their first change.
    var dirty: [(side: Side, ticks: Int64)] = []
    /// The number of level updates.
    var lastUpdate: Int64
    /// The number of order changes.
    var orderSequence: Int64
    var lastTrade: Int64 = 0
    var lastTickDirection = 1
    var recentTrades: [(trade: SyntheticTrade, time: Timestamp)] = []
    /// The price around which orders are placed; it changes randomly.
    var anchor: Int64
    /// The current summary.
    var ticker: SyntheticTicker
    /// The published summary.
    var publishedTicker: SyntheticTicker
    var lastChange = Timestamp(nanoseconds: 0)

    init(_ instrument: SyntheticInstrument, firstSequence: Int64, time: Timestamp) {
        self.instrument = instrument
        anchor = max(Self.lowestAnchor, instrument.openingTicks)
        lastUpdate = firstSequence
        orderSequence = firstSequence
        published.lastUpdate = firstSequence
        ticker = SyntheticTicker(
            lastTicks: anchor, markTicks: anchor, indexTicks: anchor, openTicks: anchor, highTicks: anchor,
            lowTicks: anchor, volumeLots: 0, turnoverTickLots: 0, lastTrade: 0, lastLots: 0, lastSide: .bid,
            openInterestLots: instrument.typicalLots * 10_000, fundingRate: FixedPoint(units: 10_000, digits: 8),
            nextFundingTime: Self.nextFunding(after: time), quote: published.snapshot.quote, orderSequence: 0,
            crossSequence: 0)
        publishedTicker = ticker
    }

    /// The next of the hours 0, 8 and 16 UTC, when the venues' perpetuals pay funding.
    static func nextFunding(after time: Timestamp) -> Timestamp {
        let interval: Int64 = 8 * 3600 * 1_000_000_000
        return Timestamp(nanoseconds: (time.nanoseconds / interval + 1) * interval)
    }

    /// Records the change of a level.
    mutating func touch(_ side: Side, _ ticks: Int64) {
        lastUpdate += 1
        if !dirty.contains(where: { $0.side == side && $0.ticks == ticks }) { dirty.append((side, ticks)) }
    }

    mutating func change(_ action: SyntheticOrderChange.Action, _ order: SyntheticOrder) -> SyntheticOrderChange {
        orderSequence += 1
        return SyntheticOrderChange(sequence: orderSequence, action: action, order: order)
    }
}

// MARK: - Orders

extension SymbolMarket {
    /// Performs one action other than a match: places, reduces or cancels an order.
    mutating func act(
        _ random: inout SeededGenerator, nextOrder: () -> Int64, into changes: inout [SyntheticOrderChange]
    ) {
        drift(&random)
        let side: Side = random.chance(1, in: 2) ? .bid : .ask
        let count = book.levels(side).count
        if count < 12 || (count < Self.maximumLevels && random.chance(55, in: 100)) {
            place(side, &random, nextOrder: nextOrder, into: &changes)
        } else {
            takeBack(side, &random, into: &changes)
        }
    }

    /// Moves the anchor randomly, but not below its minimum.
    private mutating func drift(_ random: inout SeededGenerator) {
        guard random.chance(1, in: 6) else { return }
        anchor += random.chance(1, in: 2) ? 1 : -1
        anchor = max(Self.lowestAnchor, anchor)
    }

    private mutating func place(
        _ side: Side, _ random: inout SeededGenerator, nextOrder: () -> Int64,
        into changes: inout [SyntheticOrderChange]
    ) {
        let distance = Int64(random.distance(limit: Self.reach))
        var ticks = side == .bid ? anchor - distance : anchor + distance
        // An order that would match is placed next to the other side's best price instead: matches are made by `take`.
        if side == .bid, let ask = book.best(.ask) { ticks = min(ticks, ask - 1) }
        if side == .ask, let bid = book.best(.bid) { ticks = max(ticks, bid + 1) }
        let lots = 1 + Int64(random.below(Int(instrument.typicalLots) * 2))
        let order = SyntheticOrder(number: nextOrder(), side: side, ticks: ticks, lots: lots)
        changes.append(change(.received(isMarket: false), order))
        changes.append(change(.opened, order))
        book.insert(order)
        touch(side, ticks)
    }

    /// Cancels or reduces an order: usually a random one, sometimes one at the level farthest from the best price.
    private mutating func takeBack(
        _ side: Side, _ random: inout SeededGenerator, into changes: inout [SyntheticOrderChange]
    ) {
        let levels = book.levels(side)
        let level = random.chance(1, in: 3) ? levels.count - 1 : random.below(levels.count)
        let index = random.below(levels[level].orders.count)
        let order = levels[level].orders[index]
        touch(side, order.ticks)
        if order.lots > 1, random.chance(1, in: 4) {
            let less = 1 + Int64(random.below(Int(order.lots - 1)))
            let after = book.reduce(side, level: level, order: index, by: less)
            changes.append(change(.changed(fromLots: order.lots), after))
        } else {
            _ = book.reduce(side, level: level, order: index, by: order.lots)
            changes.append(change(.done(isFilled: false, isMarket: false), order))
        }
    }
}
