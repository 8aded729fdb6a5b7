import Foundation
import MarketData

/// Our events and tardis-node's in one comparable form: one text an event.
///
/// Times are compared in milliseconds where the venue sends one; tardis-node falls back to the time of receipt.
/// Its `option_summary` is our ticker, its `derivative_ticker` our ticker with its funding rate.
enum TardisEvents {
    /// One of tardis-node's events; nil for what has no counterpart.
    static func comparable(_ event: [String: Any]) -> String? {
        let symbol = event["symbol"] as? String ?? ""
        let time =
            milliseconds(event["timestamp"]) == milliseconds(event["localTimestamp"])
            ? "" : milliseconds(event["timestamp"])
        func text(_ key: String) -> String { number(event[key]) }
        switch event["type"] as? String {
        case "trade":
            return
                "trade \(symbol) \(event["id"] ?? "") \(text("price")) \(text("amount")) \(event["side"] ?? "") \(time)"
        case "book_change":
            let kind = event["isSnapshot"] as? Bool == true ? "snapshot" : "delta"
            return "book \(symbol) \(kind) \(levels(event["bids"])) \(levels(event["asks"])) \(time)"
        case "book_ticker":
            return
                "quote \(symbol) \(text("bidPrice"))x\(text("bidAmount")) \(text("askPrice"))x\(text("askAmount")) \(time)"
        case "liquidation":
            return "liquidation \(symbol) \(text("price")) \(text("amount")) \(event["side"] ?? "") \(time)"
        case "derivative_ticker", "option_summary":
            return "ticker \(symbol) \(text("lastPrice")) \(text("markPrice")) \(text("openInterest")) \(time)"
        default: return nil
        }
    }

    /// Our events of one frame, funding and instruments left out.
    static func of(_ batch: borrowing EventBatch) -> [String] {
        var events: [String] = []
        for index in 0..<batch.entries.count {
            let entry = batch.entries[index]
            if let event = event(entry, of: batch) { events.append(event) }
        }
        return events
    }

    private static func event(_ entry: EventBatch.Entry, of batch: borrowing EventBatch) -> String? {
        let index = Int(entry.index)
        switch entry.kind {
        case .trade:
            let trade = batch.trades[index]
            return "trade \(name(trade.header, batch)) \(batch.string(of: trade.tradeID)) \(trade.price) \(trade.size) "
                + "\(trade.aggressorSide) \(time(trade.header.eventTime))"
        case .book:
            let change = batch.bookChanges[index]
            return "book \(name(change.header, batch)) \(change.kind) \(levels(change.bids, batch)) "
                + "\(levels(change.asks, batch)) \(time(bookTime(change)))"
        case .quote:
            let quote = batch.quotes[index]
            return "quote \(name(quote.header, batch)) \(level(quote.bid)) \(level(quote.ask)) "
                + time(quote.header.publishTime ?? quote.header.eventTime)
        case .ticker:
            let ticker = batch.tickers[index]
            return "ticker \(name(ticker.header, batch)) \(optional(ticker.lastPrice)) \(optional(ticker.markPrice)) "
                + "\(optional(ticker.openInterest)) \(time(ticker.header.eventTime))"
        case .liquidation:
            let liquidation = batch.liquidations[index]
            // Theirs is the order's side, ours the position's.
            return "liquidation \(name(liquidation.header, batch)) \(liquidation.price) \(liquidation.size) "
                + "\(liquidation.side == .long ? "sell" : "buy") \(time(liquidation.header.eventTime))"
        default: return nil
        }
    }

    /// Of changes tardis-node takes the gateway's time `E`, of snapshots the engine's `T`.
    private static func bookTime(_ change: BookChange) -> Timestamp? {
        change.kind == .snapshot ? change.header.eventTime : change.header.publishTime ?? change.header.eventTime
    }

    // MARK: - Texts

    private static func name(_ header: EventHeader, _ batch: borrowing EventBatch) -> String {
        batch.symbols[header.symbol].symbol
    }

    private static func time(_ time: Timestamp?) -> String {
        time.map { String($0.nanoseconds / 1_000_000) } ?? ""
    }

    private static func optional(_ value: MarketData.Decimal?) -> String { value?.description ?? "" }

    private static func level(_ level: Level?) -> String {
        level.map { "\($0.price)x\($0.size)" } ?? "x"
    }

    private static func levels(_ range: IndexRange, _ batch: borrowing EventBatch) -> String {
        var texts: [String] = []
        for index in range.indices { texts.append("\(batch.levels[index].price)x\(batch.levels[index].size)") }
        return texts.joined(separator: ",")
    }

    private static func levels(_ value: Any?) -> String {
        (value as? [[String: Any]] ?? []).map { "\(number($0["price"]))x\(number($0["amount"]))" }
            .joined(separator: ",")
    }

    /// The shortest decimal text of a JSON number, as `MarketData.Decimal` prints it.
    private static func number(_ value: Any?) -> String {
        guard let number = value as? NSNumber, let decimal = try? MarketData.Decimal("\(number.doubleValue)") else {
            return ""
        }
        return decimal.description
    }

    private static func milliseconds(_ value: Any?) -> String {
        guard let text = value as? String,
            let date = try? Date(text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
        else { return "" }
        // Microseconds are cut off, as ours are; a little is added first, as a Double holds 0.123 as 0.12299999.
        return String(Int64((date.timeIntervalSince1970 * 1000 + 0.005).rounded(.down)))
    }
}
