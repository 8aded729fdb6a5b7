import Foundation
import MarketData

/// What a batch says in the words of crypto-msg-parser's assertions.
enum ParserFacts {
    /// A value of either side of an assertion.
    enum Fact: Equatable {
        case number(Double)
        case word(String)

        init(_ value: MarketData.Decimal) { self = .number(value.approximation) }

        init(_ time: Timestamp) { self = .number(Double(time.nanoseconds / 1_000_000)) }

        /// A literal, `Some(literal)`, `None`, a variant such as `TradeSide::Buy`, or a string; nil for anything longer.
        init?(expression: String) {
            var text = expression
            if text.hasPrefix("Some("), text.hasSuffix(")") { text = String(text.dropFirst(5).dropLast()) }
            if let number = Double(text) {
                self = .number(number)
            } else if text == "None" || text == "true" {
                self = .word(text)
            } else if text.hasPrefix("TradeSide::") {
                self = .word(text.dropFirst(11).lowercased())
            } else if text.hasPrefix("\""), text.hasSuffix("\""), text.count > 1 {
                self = .word(String(text.dropFirst().dropLast()))
            } else {
                return nil
            }
        }
    }

    /// The facts of a frame's events.
    static func of(_ batch: borrowing EventBatch, product: Product) -> [String: Fact] {
        var facts: [String: Fact] = [:]
        for index in 0..<batch.trades.count { add(batch.trades[index], at: index, of: batch, product, to: &facts) }
        for index in 0..<batch.bookChanges.count { add(batch.bookChanges[index], of: batch, product, to: &facts) }
        if !batch.quotes.isEmpty { add(batch.quotes[0], of: batch, product, to: &facts) }
        for index in 0..<batch.fundings.count {
            let funding = batch.fundings[index]
            let name = "funding_rates[\(index)]"
            facts["funding_rates.len()"] = .number(Double(batch.fundings.count))
            facts["\(name).funding_rate"] = Fact(funding.rate)
            if let time = funding.nextFundingTime { facts["\(name).funding_time"] = Fact(time) }
            addHeader(funding.header, of: batch, to: &facts)
            facts["\(name).timestamp"] = facts["timestamp"]
        }
        for index in 0..<batch.tickers.count { addHeader(batch.tickers[index].header, of: batch, to: &facts) }
        return facts
    }

    private static func addHeader(
        _ header: EventHeader, of batch: borrowing EventBatch, to facts: inout [String: Fact]
    ) {
        if let time = header.publishTime ?? header.eventTime { facts["timestamp"] = Fact(time) }
        facts["symbol"] = .word(batch.symbols[header.symbol].symbol)
    }

    private static func add(
        _ trade: Trade, at index: Int, of batch: borrowing EventBatch, _ product: Product,
        to facts: inout [String: Fact]
    ) {
        facts["trades.len()"] = .number(Double(batch.trades.count))
        facts["trades[\(index)].side"] = .word(trade.aggressorSide == .buy ? "buy" : "sell")
        if product != .spot { facts["trades[\(index)].quantity_contract"] = Fact(trade.size) }
        guard index == 0 else { return }
        addHeader(trade.header, of: batch, to: &facts)
        facts["trade.price"] = Fact(trade.price)
        facts["trade.side"] = .word(trade.aggressorSide == .buy ? "buy" : "sell")
        facts["trade.quantity_contract"] = product == .spot ? .word("None") : Fact(trade.size)
        if product == .spot { facts["trade.quantity_base"] = Fact(trade.size) }
    }

    private static func add(
        _ change: BookChange, of batch: borrowing EventBatch, _ product: Product, to facts: inout [String: Fact]
    ) {
        addHeader(change.header, of: batch, to: &facts)
        facts["orderbook.timestamp"] = facts["timestamp"]
        facts["orderbook.snapshot"] = change.kind == .snapshot ? .word("true") : .word("false")
        facts["!orderbook.snapshot"] = change.kind == .delta ? .word("true") : .word("false")
        if let sequence = change.lastSequence { facts["orderbook.seq_id"] = .number(Double(sequence)) }
        // A snapshot stands alone: what it was chained to is not said.
        if change.kind == .delta {
            facts["orderbook.prev_seq_id"] = change.previousSequence.map { .number(Double($0)) } ?? .word("None")
        }
        for (side, range) in [("bids", change.bids), ("asks", change.asks)] {
            facts["orderbook.\(side).len()"] = .number(Double(range.count))
            var levels = range.indices.map { batch.levels[$0] }
            // Bybit's books before v5 list bids with the worst first; the parser turns them round.
            if change.kind == .snapshot { levels.sort { side == "bids" ? $0.price > $1.price : $0.price < $1.price } }
            for (place, level) in levels.enumerated() {
                let name = "orderbook.\(side)[\(place)]"
                facts["\(name).price"] = Fact(level.price)
                facts["\(name).quantity_contract"] = product == .spot ? .word("None") : Fact(level.size)
                if product == .spot { facts["\(name).quantity_base"] = Fact(level.size) }
            }
        }
    }

    private static func add(
        _ quote: Quote, of batch: borrowing EventBatch, _ product: Product, to facts: inout [String: Fact]
    ) {
        addHeader(quote.header, of: batch, to: &facts)
        facts["bbo_msg.symbol"] = facts["symbol"]
        facts["bbo_msg.timestamp"] = facts["timestamp"]
        facts["bbo_msg.id"] = quote.sequence.map { .number(Double($0)) } ?? .word("None")
        for (side, level) in [("bid", quote.bid), ("ask", quote.ask)] {
            guard let level else { continue }
            facts["bbo_msg.\(side)_price"] = Fact(level.price)
            facts["bbo_msg.\(side)_quantity_contract"] = product == .spot ? .word("None") : Fact(level.size)
            if product == .spot { facts["bbo_msg.\(side)_quantity_base"] = Fact(level.size) }
        }
    }
}
