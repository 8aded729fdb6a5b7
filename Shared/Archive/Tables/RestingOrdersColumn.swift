import MarketData
import Parquet

/// One side of a level-3 snapshot: a list of (price, size, order_id); null in the row of a single change.
struct RestingOrdersColumn {
    private let price = ValueColumn<Decimal>("price")
    private let size = ValueColumn<Decimal>("size")
    private let orderID = TextColumn("order_id")
    let column: ListColumn

    init(_ name: String, isNullable: Bool) {
        column = ListColumn(name, of: [price, size, orderID], isNullable: isNullable)
    }

    func append(_ range: IndexRange, of batch: borrowing EventBatch) {
        for index in range.indices {
            let order = batch.restingOrders[index]
            price.append(order.price)
            size.append(order.size)
            orderID.append(batch.bytes(of: order.orderID))
        }
        column.endList()
    }
}
