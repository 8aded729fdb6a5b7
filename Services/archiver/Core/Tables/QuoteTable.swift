import MarketData
import Parquet

/// `quote`: an empty side has neither price nor size.
struct QuoteTable: TableColumns {
    private let bidPrice = DecimalColumn("bid_price", isNullable: true)
    private let bidSize = DecimalColumn("bid_size", isNullable: true)
    private let askPrice = DecimalColumn("ask_price", isNullable: true)
    private let askSize = DecimalColumn("ask_size", isNullable: true)
    private let sequence = IntegerColumn("sequence", isNullable: true)

    var columns: [ParquetColumn] { [bidPrice, bidSize, askPrice, askSize, sequence] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let quote = batch.quotes[Int(entry.index)]
        bidPrice.append(quote.bid?.price)
        bidSize.append(quote.bid?.size)
        askPrice.append(quote.ask?.price)
        askSize.append(quote.ask?.size)
        sequence.append(quote.sequence)
    }
}
