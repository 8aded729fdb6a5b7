import MarketData

/// Renders a book for people: asks above bids, with the best of both next to each other in the middle.
struct BookRenderer {
    /// The number of levels per side.
    var levels: Int
    /// Whether the sides are also coloured.
    var isColored = false

    private static let red = "\u{1B}[31m"
    private static let green = "\u{1B}[32m"
    private static let bold = "\u{1B}[1m"
    private static let plain = "\u{1B}[0m"

    /// The lines.
    func lines(_ book: BookView, now: Timestamp) -> [String] {
        var lines = [title(book)]
        if let warning = Self.warning(book.state) { lines.append(warning) }
        lines += [facts(book, now: now), ""]
        return lines + ladder(book)
    }

    // MARK: - Above the levels

    private func title(_ book: BookView) -> String {
        let state = book.state == BookState.live.name ? Self.green : Self.red
        return "\(paint("\(book.venue):\(book.product):\(book.symbol)", Self.bold))  \(book.instrument)  "
            + paint(book.state, state)
    }

    /// The consequence of a state other than live for the shown levels.
    private static func warning(_ name: String) -> String? {
        switch BookState.allCases.first(where: { $0.name == name }) {
        case .live: nil
        case .initial: "no snapshot has been seen yet: the levels are only those that have changed"
        case .gap: "changes are missing: the levels are those before the gap"
        case .resyncing: "changes are missing: a fresh snapshot was asked for"
        case .stale: "nothing has been heard of it for long: the levels are old"
        case .crossed: "the best bid is at or above the best ask: the levels cannot be trusted"
        case .halted: "the venue has stopped trading"
        case nil: "this version does not know the state '\(name)'"
        }
    }

    private func facts(_ book: BookView, now: Timestamp) -> String {
        var facts = ["sequence \(book.sequence.map(String.init) ?? "none")"]
        facts.append("age \(Self.span(from: book.receiveTime, to: now))")
        facts.append("in Redis \(Self.span(from: book.receiveTime, to: book.writtenTime)) after receipt")
        if let time = book.eventTime { facts.append("event \(time)") }
        facts.append(book.depth == 0 ? "whole book" : "depth \(book.depth)")
        facts.append("\(book.askLevels) asks, \(book.bidLevels) bids")
        return facts.joined(separator: "   ")
    }

    private static func span(from start: Timestamp, to end: Timestamp) -> String {
        ShortText.duration(nanoseconds: end.nanoseconds(since: start))
    }

    // MARK: - The levels

    private func ladder(_ book: BookView) -> [String] {
        let asks = Side(book.asks.prefix(levels))
        let bids = Side(book.bids.prefix(levels))
        var columns = (price: DecimalColumn(), size: DecimalColumn(), total: DecimalColumn())
        for row in asks.rows.reversed() + bids.rows {
            columns.price.append(row.level.price)
            columns.size.append(row.level.size)
            columns.total.append(row.total)
        }
        var table = TextTable([.init("", .left), .init("PRICE"), .init("SIZE"), .init("TOTAL")])
        for index in 0..<(asks.rows.count + bids.rows.count) {
            table.append([
                index < asks.rows.count ? "ask" : "bid", columns.price[index], columns.size[index],
                columns.total[index],
            ])
        }
        let lines = table.lines
        let (titles, rows) = (lines[0], lines.dropFirst())
        return [titles] + rows.prefix(asks.rows.count).map { paint($0, Self.red) }
            + ["     " + Self.middle(book)]
            + rows.dropFirst(asks.rows.count).map { paint($0, Self.green) }
    }

    /// The line between the sides.
    private static func middle(_ book: BookView) -> String {
        guard let bid = book.bids.first?.price, let ask = book.asks.first?.price else {
            if book.asks.isEmpty { return book.bids.isEmpty ? "no asks and no bids" : "no asks" }
            return "no bids"
        }
        let (difference, overflow) = ask.units.subtractingReportingOverflow(bid.units)
        guard !overflow else { return "the sides are absurdly far apart" }
        let spread = Decimal(units: difference)
        let mid = Decimal(units: bid.units + difference / 2)
        let points = mid.isZero ? 0 : spread.approximation / mid.approximation * 10_000
        return "spread \(spread) (\(ShortText.fixed(points, 2)) bp)   mid \(mid)"
    }

    private func paint(_ text: String, _ color: String) -> String {
        isColored ? color + text + Self.plain : text
    }
}

extension BookRenderer {
    /// The levels of one side, best first, each with the sum of the sizes up to it.
    private struct Side {
        var rows: [(level: Level, total: Decimal?)] = []

        init(_ levels: some Sequence<Level>) {
            var total: Decimal? = .zero
            for level in levels {
                total = total?.adding(level.size)
                rows.append((level, total))
            }
        }
    }
}
