import MarketData
import Parquet

/// One side of a book: a list of (price, size).
struct LevelsColumn {
    private let price = ValueColumn<Decimal>("price")
    private let size = ValueColumn<Decimal>("size")
    let column: ListColumn

    init(_ name: String, isNullable: Bool) {
        column = ListColumn(name, of: [price, size], isNullable: isNullable)
    }

    func append(_ range: IndexRange, of batch: borrowing EventBatch) {
        for index in range.indices {
            let level = batch.levels[index]
            price.append(level.price)
            size.append(level.size)
        }
        column.endList()
    }
}
