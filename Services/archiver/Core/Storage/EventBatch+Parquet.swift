import MarketData
import Parquet

extension EventBatch {
    /// Whether a number of the event has more than the 38 digits of DECIMAL(38,18). `Decimal` goes 1.7 times further.
    borrowing func hasDecimalBeyondParquet(_ entry: Entry) -> Bool {
        let index = Int(entry.index)
        switch entry.kind {
        case .trade: return Self.misfit(trades[index].price, trades[index].size)
        case .book:
            let change = bookChanges[index]
            return misfit(levelsOf: change.bids) || misfit(levelsOf: change.asks)
        case .order:
            let order = orderChanges[index]
            return Self.misfit(order.price, order.size, order.remaining)
        case .orderSnapshot:
            let snapshot = orderSnapshots[index]
            return misfit(ordersOf: snapshot.bids) || misfit(ordersOf: snapshot.asks)
        case .quote:
            let quote = quotes[index]
            return Self.misfit(quote.bid?.price, quote.bid?.size, quote.ask?.price, quote.ask?.size)
        case .ticker:
            let ticker = tickers[index]
            return Self.misfit(
                ticker.lastPrice, ticker.markPrice, ticker.indexPrice, ticker.openInterest, ticker.volume24h,
                ticker.turnover24h, ticker.high24h, ticker.low24h)
        case .funding:
            let funding = fundings[index]
            return Self.misfit(funding.rate, funding.intervalHours, funding.predictedRate)
        case .liquidation: return Self.misfit(liquidations[index].price, liquidations[index].size)
        case .instrument:
            let instrument = instruments[index]
            return Self.misfit(
                instrument.tickSize, instrument.lotSize, instrument.contractSize, instrument.strike,
                instrument.makerFee, instrument.takerFee)
        case .status, .gap, .coverage: return false
        }
    }

    private borrowing func misfit(levelsOf range: IndexRange) -> Bool {
        levels.unsafeSlice(range.indices).contains { !DecimalColumn.fits($0.price) || !DecimalColumn.fits($0.size) }
    }

    private borrowing func misfit(ordersOf range: IndexRange) -> Bool {
        restingOrders.unsafeSlice(range.indices).contains {
            !DecimalColumn.fits($0.price) || !DecimalColumn.fits($0.size)
        }
    }

    private static func misfit(_ first: Decimal, _ second: Decimal) -> Bool {
        !DecimalColumn.fits(first) || !DecimalColumn.fits(second)
    }

    private static func misfit(_ values: Decimal?...) -> Bool {
        values.contains { $0.map { !DecimalColumn.fits($0) } ?? false }
    }
}
