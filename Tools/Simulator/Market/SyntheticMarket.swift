public import MarketData
import VenueKit

/// A seeded market of one venue and product. Its events only depend on the seed and the number of steps; their times are passed
/// in.
///
/// It runs a small matching engine per symbol. Trades, level-2 and level-3 changes, quotes and summaries all come from the same
/// orders, so the channels agree with each other.
public struct SyntheticMarket: Sendable {
    /// The traded instruments.
    public let instruments: [SyntheticInstrument]

    /// Traded instruments that are left out of lists, so that they can be listed again.
    var unlisted: Set<String> = []
    var symbols: [SymbolMarket]
    private var random: SeededGenerator
    private var counters = Counters()
    private var steps: Int64 = 0

    /// Counters over all symbols.
    private struct Counters: Sendable {
        var order: Int64 = 0
        var cross: Int64 = 1_000_000
    }

    /// The books are filled and published once.
    ///
    /// - Parameter time: a time before the first event.
    public init(instruments: [SyntheticInstrument], seed: UInt64, time: Timestamp) {
        self.instruments = instruments
        random = SeededGenerator(seed: seed)
        symbols = []
        for (index, instrument) in instruments.enumerated() {
            symbols.append(SymbolMarket(instrument, firstSequence: 10_000 * Int64(index + 1), time: time))
            fill(index, time)
        }
    }

    /// The number of steps so far.
    public var stepCount: Int64 { steps }

    /// Generates the next events, for each symbol in turn.
    ///
    /// Most steps publish one change of a book or one order of a taker with its trades. Rarer kinds follow at fixed intervals,
    /// so that every kind appears on every symbol within 256 steps per symbol.
    /// counts, so that every kind appears on every symbol within 256 steps a symbol.
    public mutating func step(at time: Timestamp) -> [SyntheticEvent] {
        guard !symbols.isEmpty else { return [] }
        let index = Int(steps % Int64(symbols.count))
        let round = steps / Int64(symbols.count)
        steps += 1
        symbols[index].lastChange = time
        var events: [SyntheticEvent] = []
        switch round % 256 {
        case 40, 168: liquidate(index, time, into: &events)
        case 56: append(.status, index, time, to: &events)
        case 57: append(.instrument, index, time, to: &events)
        case let count where count % 16 == 3: publishTicker(index, time, into: &events)
        case let count where count % 32 == 9: publishFunding(index, time, into: &events)
        default:
            if random.chance(1, in: 4) {
                trade(index, time, isLiquidation: false, into: &events)
            } else {
                moveBook(index, time, into: &events)
            }
        }
        return events
    }

    private func append(
        _ body: SyntheticEvent.Body, _ index: Int, _ time: Timestamp, to events: inout [SyntheticEvent]
    ) {
        events.append(SyntheticEvent(symbol: index, time: time, body: body))
    }

    /// Places the first orders and publishes them, so that every book starts with levels on both sides.
    private mutating func fill(_ index: Int, _ time: Timestamp) {
        var ignored: [SyntheticOrderChange] = []
        for _ in 0..<150 { act(index, into: &ignored) }
        _ = publishBook(index, time)
        symbols[index].publishTicker(.all) { counters.cross }
        symbols[index].lastChange = time
    }

    private mutating func act(_ index: Int, into changes: inout [SyntheticOrderChange]) {
        symbols[index].act(
            &random,
            nextOrder: {
                counters.order += 1; return counters.order
            }, into: &changes)
    }

    private mutating func publishBook(_ index: Int, _ time: Timestamp) -> SyntheticBookChange? {
        symbols[index].publishBook(time: time) {
            counters.cross += 1; return counters.cross
        }
    }
}

// MARK: - Kinds of steps

extension SyntheticMarket {
    /// Adds, reduces or removes one to four orders. All changes except the last are published, so that a REST snapshot is ahead
    /// of the channel, as at real venues.
    private mutating func moveBook(_ index: Int, _ time: Timestamp, into events: inout [SyntheticEvent]) {
        var changes: [SyntheticOrderChange] = []
        for _ in 0..<1 + random.below(4) { act(index, into: &changes) }
        let before = symbols[index].published.snapshot.quote
        let change = publishBook(index, time)
        act(index, into: &changes)
        append(.orders(changes), index, time, to: &events)
        guard let change else { return }
        append(.book(change), index, time, to: &events)
        let quote = symbols[index].published.snapshot.quote
        if quote.bid != before.bid || quote.ask != before.ask { append(.quote(quote), index, time, to: &events) }
    }

    private mutating func trade(
        _ index: Int, _ time: Timestamp, isLiquidation: Bool, into events: inout [SyntheticEvent]
    ) {
        let taken = symbols[index].take(
            &random, isLiquidation: isLiquidation, time: time,
            nextOrder: {
                counters.order += 1; return counters.order
            },
            nextCross: {
                counters.cross += 1; return counters.cross
            })
        guard !taken.trades.isEmpty else { return moveBook(index, time, into: &events) }
        append(.orders(taken.changes), index, time, to: &events)
        append(.trades(taken.trades), index, time, to: &events)
    }

    private mutating func liquidate(_ index: Int, _ time: Timestamp, into events: inout [SyntheticEvent]) {
        let before = symbols[index].lastTrade
        trade(index, time, isLiquidation: instruments[index].contract != .spot, into: &events)
        guard instruments[index].contract != .spot, symbols[index].lastTrade > before,
            let trades = events.compactMap(\.trades).first, let first = trades.first
        else { return }
        let lots = trades.reduce(0) { $0 + $1.lots }
        let isLong = first.takerSide == .ask
        let liquidation = SyntheticLiquidation(
            isLong: isLong, bankruptcyTicks: first.ticks + (isLong ? -3 : 3), averageTicks: first.ticks, lots: lots)
        append(.liquidation(liquidation), index, time, to: &events)
    }

    private mutating func publishTicker(_ index: Int, _ time: Timestamp, into events: inout [SyntheticEvent]) {
        var fields: SyntheticTickerFields = [.trade, .quote]
        if random.chance(1, in: 2) {
            fields.insert(.mark)
            let touch = symbols[index].book.best(.bid) ?? symbols[index].anchor
            symbols[index].ticker.markTicks = touch + 1 + Int64(random.below(3))
            symbols[index].ticker.indexTicks = touch + 2 + Int64(random.below(3))
        }
        if random.chance(1, in: 3) {
            fields.insert(.openInterest)
            let step = Int64(random.below(Int(instruments[index].typicalLots) * 2)) - instruments[index].typicalLots
            symbols[index].ticker.openInterestLots = max(1, symbols[index].ticker.openInterestLots + step)
        }
        symbols[index].publishTicker(fields) {
            counters.cross += 1; return counters.cross
        }
        append(.ticker(symbols[index].publishedTicker, changed: fields), index, time, to: &events)
    }

    private mutating func publishFunding(_ index: Int, _ time: Timestamp, into events: inout [SyntheticEvent]) {
        guard instruments[index].isPerpetual else { return moveBook(index, time, into: &events) }
        symbols[index].ticker.fundingRate.units = 10_000 + Int64(random.below(2_000)) - 1_000
        symbols[index].ticker.nextFundingTime = SymbolMarket.nextFunding(after: time)
        symbols[index].publishTicker([.funding, .mark]) {
            counters.cross += 1; return counters.cross
        }
        append(.funding(symbols[index].publishedTicker), index, time, to: &events)
    }
}

extension SyntheticEvent {
    /// The trades; nil for other events.
    var trades: [SyntheticTrade]? {
        guard case .trades(let trades) = body else { return nil }
        return trades
    }
}
