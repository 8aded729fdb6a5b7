public import JSON
public import MarketData

/// Refuses events with impossible values: a negative size, a price that is not positive unless the market allows it
/// (`Venue.hasPricesBelowZero(_:)`), or a duplicate price on one side of a snapshot.
///
/// A decoder calls it once per frame, before it stores anything from the frame, so that the whole frame is refused. A change
/// may contain a price twice: levels are absolute and applied in their order, so the last one is valid ("If the entry exists,
/// you simply update the value", https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook; the same in step 7 of
/// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#how-to-manage-a-local-order-book-correctly).
public struct EventCheck<Rules: Venue>: Sendable {
    /// A concrete type, because an `any Venue` in a decoder would be copied for each frame.
    private let venue: Rules
    /// The prices of an unsorted side; the memory is reused for each frame.
    private var sorted: [Decimal] = []

    /// Uses the rules of one venue.
    public init(_ venue: Rules) {
        self.venue = venue
    }

    /// Checks the events from index `first` on. It does not change the batch; `inout` avoids a copy of its 400 bytes.
    @inlinable @inline(__always)
    public mutating func check(_ batch: inout EventBatch, from first: Int) throws(DecodeError) {
        if EventGlance.mayRefuse(&batch, from: first) { try look(&batch, from: first) }
    }

    private static func isOdd(_ price: Decimal, _ size: Decimal) -> Bool { Level(price: price, size: size).sign < 0 }

    @usableFromInline @inline(never)
    mutating func look(_ batch: inout EventBatch, from first: Int) throws(DecodeError) {
        for position in first..<batch.count {
            let entry = batch.entries[position]
            let index = Int(entry.index)
            switch entry.kind {
            case .book:
                let change = batch.bookChanges[index]
                try lookAtLevels(change.kind, change.bids, change.asks, change.header.symbol, &batch)
            case .trade:
                let trade = batch.trades[index]
                if Self.isOdd(trade.price, trade.size) {
                    try refuse(trade.price, trade.size, "", trade.header.symbol, &batch)
                }
            case .quote: try check(batch.quotes[index], &batch)
            case .order: try check(batch.orderChanges[index], &batch)
            case .orderSnapshot: try check(batch.orderSnapshots[index], &batch)
            case .liquidation:
                let liquidation = batch.liquidations[index]
                // The bankruptcy price of a position without leverage is zero.
                guard liquidation.size.units < 0 else { continue }
                throw Self.fault(.negativeSize, "size", liquidation.size)
            case .ticker, .funding, .instrument, .status, .gap, .coverage: break
            }
        }
    }

    /// Checks the levels of a message that becomes a quote.
    public mutating func check(
        _ kind: BookChange.Kind, _ bids: IndexRange, _ asks: IndexRange, of symbol: SymbolID,
        _ batch: inout EventBatch
    ) throws(DecodeError) {
        if EventGlance.mayRefuse(kind, bids, asks, &batch) { try lookAtLevels(kind, bids, asks, symbol, &batch) }
    }

    @inline(never)
    private mutating func lookAtLevels(
        _ kind: BookChange.Kind, _ bids: IndexRange, _ asks: IndexRange, _ symbol: SymbolID,
        _ batch: inout EventBatch
    ) throws(DecodeError) {
        for (side, range) in [("bids", bids), ("asks", asks)] {
            let levels = batch.levels.unsafeSlice(range.indices)
            for (index, level) in levels.enumerated() where Self.isOdd(level.price, level.size) {
                try refuse(level.price, level.size, "\(side)[\(index)]", symbol, &batch)
            }
            if kind == .snapshot { try refuseRepeated(side, levels) }
        }
    }

    private mutating func refuseRepeated(
        _ side: String, _ levels: UnsafeBufferPointer<Level>
    ) throws(DecodeError) {
        sorted.removeAll(keepingCapacity: true)
        for level in levels { sorted.append(level.price) }
        sorted.sort()
        for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] {
            let second = levels.lastIndex { $0.price == sorted[index] } ?? 0
            throw Self.fault(.repeatedPrice, "\(side)[\(second)].price", sorted[index])
        }
    }

    private func check(_ quote: Quote, _ batch: inout EventBatch) throws(DecodeError) {
        if let bid = quote.bid, Self.isOdd(bid.price, bid.size) {
            try refuse(bid.price, bid.size, "bid", quote.header.symbol, &batch)
        }
        if let ask = quote.ask, Self.isOdd(ask.price, ask.size) {
            try refuse(ask.price, ask.size, "ask", quote.header.symbol, &batch)
        }
    }

    private func check(_ order: OrderChange, _ batch: inout EventBatch) throws(DecodeError) {
        let one = Decimal(1)
        guard
            Self.isOdd(order.price ?? one, order.size ?? one) || order.remaining.map({ $0.units < 0 }) == true
        else { return }
        try refuse(order.price ?? one, order.size ?? one, "", order.header.symbol, &batch)
        if let remaining = order.remaining, remaining.units < 0 {
            throw Self.fault(.negativeSize, "remaining", remaining)
        }
    }

    private func check(_ snapshot: OrderSnapshot, _ batch: inout EventBatch) throws(DecodeError) {
        for (side, range) in [("bids", snapshot.bids), ("asks", snapshot.asks)] {
            for (index, order) in batch.restingOrders.unsafeSlice(range.indices).enumerated()
            where Self.isOdd(order.price, order.size) {
                try refuse(order.price, order.size, "\(side)[\(index)]", snapshot.header.symbol, &batch)
            }
        }
    }

    /// The error for an invalid price or size; nil if the market allows such prices.
    @inline(never)
    private func refuse(
        _ price: Decimal, _ size: Decimal, _ place: @autoclosure () -> String, _ symbol: SymbolID,
        _ batch: inout EventBatch
    ) throws(DecodeError) {
        // The place is only formatted for an error, because combinations have such prices all the time.
        func field(_ name: String) -> String { place().isEmpty ? name : "\(place()).\(name)" }
        if size.units < 0 { throw Self.fault(.negativeSize, field("size"), size) }
        if price.units <= 0, !venue.hasPricesBelowZero(batch.symbols[symbol]) {
            throw Self.fault(.priceNotPositive, field("price"), price)
        }
    }

    private static func fault(_ fault: FaultyNumber.Fault, _ field: String, _ value: Decimal) -> DecodeError {
        .faultyNumber(FaultyNumber(fault, field: field, text: value.description))
    }
}
