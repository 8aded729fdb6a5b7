import MarketData
import Parquet

/// `trade`.
struct TradeTable: TableColumns {
    private let tradeID = TextColumn("trade_id", isNullable: true)
    private let price = DecimalColumn("price")
    private let size = DecimalColumn("size")
    private let side = TextColumn("side", dictionary: true)
    private let sequence = IntegerColumn("sequence", isNullable: true)
    private let kind = TextColumn("kind", isNullable: true, dictionary: true)

    var columns: [ParquetColumn] { [tradeID, price, size, side, sequence, kind] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let trade = batch.trades[Int(entry.index)]
        tradeID.append(trade.tradeID, of: batch)
        price.append(trade.price)
        size.append(trade.size)
        side.append(trade.aggressorSide)
        sequence.append(trade.sequence)
        kind.append(trade.kind)
    }
}
