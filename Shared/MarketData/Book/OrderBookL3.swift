/// A level-3 book: every resting order, and their total size at each price.
///
/// Orders are found by the hash of their id; its 128 bits make collisions negligible. An `OrderBook` holds the totals. Within a
/// price, orders keep their order of arrival, which is their priority.
public struct OrderBookL3: ~Copyable {
    /// A resting order.
    public struct Entry: Sendable, Hashable, BitwiseCopyable {
        /// The side it rests on.
        public var side: Side
        /// Its price.
        public var price: Decimal
        /// Its remaining size.
        public var size: Decimal
        /// Its position in the queue at its price; smaller is earlier.
        public var priority: UInt64
    }

    private var orders: [OrderKey: Entry] = [:]
    private var nextPriority: UInt64 = 0
    private var levels = OrderBook()

    /// The sequence of the last change or snapshot; nil before the first one, or if the venue sends none.
    public private(set) var lastSequence: Int64?

    /// The book has no orders until the first snapshot or change.
    public init() {}

    /// The number of resting orders.
    public var count: Int { orders.count }

    /// The outcome of a change.
    public enum Outcome: Sendable, Hashable {
        /// It was applied to the book.
        case applied
        /// The book already contained it, according to its sequence.
        case duplicate
        /// It refers to an order that is not in the book; the book does not change.
        case unknownOrder
        /// `from`…`to` are missing before it; the book does not change.
        case gap(from: Int64, to: Int64)
    }

    /// Replaces the book by a snapshot whose orders are in `batch`.
    public mutating func apply(_ snapshot: OrderSnapshot, of batch: borrowing EventBatch) {
        orders.removeAll(keepingCapacity: true)
        levels.removeAll()
        nextPriority = 0
        lastSequence = SequenceSpan(snapshot)?.last
        for index in snapshot.bids.indices { add(batch.restingOrders[index], .bid, batch) }
        for index in snapshot.asks.indices { add(batch.restingOrders[index], .ask, batch) }
    }

    /// Applies a change of one order whose texts are in `batch`.
    public mutating func apply(_ order: OrderChange, of batch: borrowing EventBatch) -> Outcome {
        if let span = SequenceSpan(order) {
            switch span.judgement(after: lastSequence) {
            case .continues: lastSequence = span.last
            case .repeats: return .duplicate
            case .misses(let missing): return .gap(from: missing.lowerBound, to: missing.upperBound)
            }
        }
        let key = OrderKey(batch.bytes(of: order.orderID))
        switch order.action {
        case .add:
            guard let price = order.price, let size = order.size, orders[key] == nil else { return .unknownOrder }
            insert(key, order.side, price, size)
            return .applied
        case .modify: return modify(key, order)
        case .match: return reduce(key, by: order.size ?? .zero)
        case .remove: return remove(key)
        }
    }

    /// The resting order with this id.
    public func order(_ id: UnsafeBufferPointer<UInt8>) -> Entry? { orders[OrderKey(id)] }

    /// The orders at a price, in the order of their priority.
    public func queue(at price: Decimal, _ side: Side) -> [Entry] {
        orders.values.filter { $0.side == side && $0.price == price }.sorted { $0.priority < $1.priority }
    }

    /// The best `limit` prices of a side with the total size of their orders, best first.
    public func top(_ limit: Int, _ side: Side) -> [Level] { levels.top(limit, side) }

    /// The number of prices of a side.
    public func levelCount(_ side: Side) -> Int { levels.count(side) }

    // MARK: - Changing

    private mutating func add(_ order: RestingOrder, _ side: Side, _ batch: borrowing EventBatch) {
        insert(OrderKey(batch.bytes(of: order.orderID)), side, order.price, order.size)
    }

    private mutating func insert(_ key: OrderKey, _ side: Side, _ price: Decimal, _ size: Decimal) {
        orders[key] = Entry(side: side, price: price, size: size, priority: nextPriority)
        nextPriority += 1
        shift(side, price, by: size)
    }

    /// A changed order keeps its priority unless its size grew or its price moved, as in matching engines.
    private mutating func modify(_ key: OrderKey, _ order: OrderChange) -> Outcome {
        guard var entry = orders[key], let size = order.size else { return .unknownOrder }
        let price = order.price ?? entry.price
        shift(entry.side, entry.price, by: Decimal(units: 0 &- entry.size.units))
        shift(entry.side, price, by: size)
        if price != entry.price || size > entry.size {
            entry.priority = nextPriority
            nextPriority += 1
        }
        entry.price = price
        entry.size = size
        orders[key] = entry
        return .applied
    }

    private mutating func reduce(_ key: OrderKey, by size: Decimal) -> Outcome {
        guard var entry = orders[key] else { return .unknownOrder }
        let matched = min(size, entry.size)
        shift(entry.side, entry.price, by: Decimal(units: 0 &- matched.units))
        entry.size = Decimal(units: entry.size.units &- matched.units)
        // A fully matched order leaves the book with the venue's own remove, which may come later.
        orders[key] = entry
        return .applied
    }

    private mutating func remove(_ key: OrderKey) -> Outcome {
        guard let entry = orders.removeValue(forKey: key) else { return .unknownOrder }
        shift(entry.side, entry.price, by: Decimal(units: 0 &- entry.size.units))
        return .applied
    }

    private mutating func shift(_ side: Side, _ price: Decimal, by size: Decimal) {
        let sum = levels.size(at: price, side).adding(size) ?? .zero
        levels.set(side, Level(price: price, size: sum))
    }
}

/// An order's id as 128 bits.
private struct OrderKey: Hashable {
    private let first: UInt64
    private let second: UInt64

    init(_ id: UnsafeBufferPointer<UInt8>) {
        first = SymbolTable.hash(id)
        // A second hash over the same bytes from the other end.
        var hash: UInt64 = 0x9AE1_6A3B_2F90_404F ^ UInt64(id.count)
        for byte in id.reversed() { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        second = hash
    }
}
