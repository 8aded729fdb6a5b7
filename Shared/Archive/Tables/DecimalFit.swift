import Documents
import MarketData
import Parquet

/// Checks that all numbers of an event fit the 38 digits of DECIMAL(38,18). The range of `Decimal` is 1.7 times larger.
struct DecimalFit: FieldSink {
    private(set) var fits = true

    init(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) {
        batch.write(entry, to: &self) { _, _, _ in }
    }

    private mutating func look(_ value: Decimal) {
        if !value.fitsColumn { fits = false }
    }

    mutating func field(_ name: StaticString, _ value: Decimal) { look(value) }

    mutating func field(_ name: StaticString, _ value: Decimal?) {
        if let value { look(value) }
    }

    mutating func field(_ name: StaticString, levels: IndexRange, of batch: borrowing EventBatch) {
        for level in batch.levels.unsafeSlice(levels.indices) {
            look(level.price)
            look(level.size)
        }
    }

    mutating func field(_ name: StaticString, orders: IndexRange, of batch: borrowing EventBatch) {
        for order in batch.restingOrders.unsafeSlice(orders.indices) {
            look(order.price)
            look(order.size)
        }
    }

    // MARK: - What is no such number

    mutating func begin(_ type: DocumentType) {}
    mutating func field(_ name: StaticString, _ value: Int64) {}
    mutating func field(_ name: StaticString, _ value: Int64?) {}
    mutating func field(_ name: StaticString, _ value: Int32) {}
    mutating func field(_ name: StaticString, _ value: Int32?) {}
    mutating func field(_ name: StaticString, _ value: Timestamp?) {}
    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value) {}
    mutating func field<Value: DocumentName>(_ name: StaticString, _ value: Value?) {}
    mutating func field(_ name: StaticString, word: TextRange, of batch: borrowing EventBatch) {}
    mutating func field(_ name: StaticString, text: TextRange, of batch: borrowing EventBatch) {}
}
