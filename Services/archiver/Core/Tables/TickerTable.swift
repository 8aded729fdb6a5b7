import MarketData
import Parquet

/// `ticker`.
struct TickerTable: TableColumns {
    private let lastPrice = DecimalColumn("last_price", isNullable: true)
    private let markPrice = DecimalColumn("mark_price", isNullable: true)
    private let indexPrice = DecimalColumn("index_price", isNullable: true)
    private let openInterest = DecimalColumn("open_interest", isNullable: true)
    private let openInterestUnit = TextColumn("open_interest_unit", isNullable: true, dictionary: true)
    private let volume24h = DecimalColumn("volume_24h", isNullable: true)
    private let turnover24h = DecimalColumn("turnover_24h", isNullable: true)
    private let high24h = DecimalColumn("high_24h", isNullable: true)
    private let low24h = DecimalColumn("low_24h", isNullable: true)

    var columns: [ParquetColumn] {
        [
            lastPrice, markPrice, indexPrice, openInterest, openInterestUnit, volume24h, turnover24h, high24h, low24h,
        ]
    }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let ticker = batch.tickers[Int(entry.index)]
        lastPrice.append(ticker.lastPrice)
        markPrice.append(ticker.markPrice)
        indexPrice.append(ticker.indexPrice)
        openInterest.append(ticker.openInterest)
        openInterestUnit.append(ticker.openInterestUnit)
        volume24h.append(ticker.volume24h)
        turnover24h.append(ticker.turnover24h)
        high24h.append(ticker.high24h)
        low24h.append(ticker.low24h)
    }
}
