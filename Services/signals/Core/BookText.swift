import JSON
import MarketData

/// Writes books as JSON for the `book:` keys.
enum BookText {
    /// Writes one venue's book.
    static func write(_ book: KeptBook, of entry: SymbolEntry, levels: Int, now: Timestamp, to writer: inout JSONWriter)
    {
        writer.raw("{\"venue\":")
        writer.string(entry.venue)
        writer.key("symbol")
        writer.string(entry.symbol)
        writer.key("instrument")
        writer.string(entry.instrument)
        writer.key("product")
        writer.string(entry.product.name)
        writer.key("state")
        writer.string(book.keeper.state.name)
        if let sequence = book.keeper.lastSequence {
            writer.key("sequence")
            writer.integer(sequence)
        }
        writer.key("depth")
        writer.integer(Int64(book.depth))
        if let time = book.eventTime {
            writer.key("ts_event")
            writer.integer(time.nanoseconds)
        }
        writer.key("ts_recv")
        writer.integer(book.receiveTime.nanoseconds)
        writer.key("ts_written")
        writer.integer(now.nanoseconds)
        writer.key("bid_levels")
        writer.integer(Int64(book.keeper.book.count(.bid)))
        writer.key("ask_levels")
        writer.integer(Int64(book.keeper.book.count(.ask)))
        if let limit = book.keeper.knownLimit(.bid) {
            writer.key("bids_known_to")
            writer.decimal(limit)
        }
        if let limit = book.keeper.knownLimit(.ask) {
            writer.key("asks_known_to")
            writer.decimal(limit)
        }
        writer.key("bids")
        write(book.keeper.top(levels, .bid), to: &writer)
        writer.key("asks")
        write(book.keeper.top(levels, .ask), to: &writer)
        writer.raw("}")
    }

    private static func write(_ levels: [Level], to writer: inout JSONWriter) {
        writer.raw("[")
        for (index, level) in levels.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("[")
            writer.decimal(level.price)
            writer.raw(",")
            writer.decimal(level.size)
            writer.raw("]")
        }
        writer.raw("]")
    }
}
