import MarketData
import Parquet

/// `liquidation`.
struct LiquidationTable: TableColumns {
    private let side = TextColumn("side", dictionary: true)
    private let price = DecimalColumn("price")
    private let priceKind = TextColumn("price_kind", dictionary: true)
    private let size = DecimalColumn("size")

    var columns: [ParquetColumn] { [side, price, priceKind, size] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        let liquidation = batch.liquidations[Int(entry.index)]
        side.append(liquidation.side)
        price.append(liquidation.price)
        priceKind.append(liquidation.priceKind)
        size.append(liquidation.size)
    }
}
