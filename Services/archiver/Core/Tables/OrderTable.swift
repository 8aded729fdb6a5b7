import MarketData
import Parquet

/// `order`: level-3 changes and whole level-3 books together, told apart by `type`. A change has no `bids` and `asks`, a
/// whole book nothing but `sequence` and these.
struct OrderTable: TableColumns {
    private let sequence = IntegerColumn("sequence", isNullable: true)
    private let firstSequence = IntegerColumn("first_sequence", isNullable: true)
    private let action = TextColumn("action", isNullable: true, dictionary: true)
    private let orderID = TextColumn("order_id", isNullable: true)
    private let side = TextColumn("side", isNullable: true, dictionary: true)
    private let price = DecimalColumn("price", isNullable: true)
    private let size = DecimalColumn("size", isNullable: true)
    private let remaining = DecimalColumn("remaining", isNullable: true)
    private let makerOrderID = TextColumn("maker_order_id", isNullable: true)
    private let takerOrderID = TextColumn("taker_order_id", isNullable: true)
    private let reason = TextColumn("reason", isNullable: true, dictionary: true)
    private let bids = RestingOrdersColumn("bids")
    private let asks = RestingOrdersColumn("asks")

    private var ofChanges: [ParquetColumn] {
        [firstSequence, action, orderID, side, price, size, remaining, makerOrderID, takerOrderID, reason]
    }

    var columns: [ParquetColumn] { [sequence] + ofChanges + [bids.column, asks.column] }

    func append(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        if entry.kind == .orderSnapshot {
            append(batch.orderSnapshots[Int(entry.index)], of: batch)
        } else {
            append(batch.orderChanges[Int(entry.index)], of: batch)
        }
    }

    private func append(_ order: OrderChange, of batch: borrowing EventBatch) {
        sequence.append(order.sequence)
        firstSequence.append(order.firstSequence)
        action.append(order.action)
        orderID.append(order.orderID, of: batch)
        side.append(order.side)
        price.append(order.price)
        size.append(order.size)
        remaining.append(order.remaining)
        makerOrderID.append(order.makerOrderID, of: batch)
        takerOrderID.append(order.takerOrderID, of: batch)
        reason.append(order.reason, of: batch)
        bids.column.appendNull()
        asks.column.appendNull()
    }

    private func append(_ snapshot: OrderSnapshot, of batch: borrowing EventBatch) {
        sequence.append(snapshot.sequence)
        for column in ofChanges { column.appendNull() }
        bids.append(snapshot.bids, of: batch)
        asks.append(snapshot.asks, of: batch)
    }
}
