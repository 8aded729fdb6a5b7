import JSON
import MarketData

/// Writes books as the JSON of the `book:` keys.
enum BookText {
    /// One venue's book.
    static func write(_ book: KeptBook, of entry: SymbolEntry, levels: Int, now: Timestamp, to writer: inout JSONWriter)
    {
        writer.raw("{\"venue\":")
        writer.string(entry.venue)
        writer.raw(",\"symbol\":")
        writer.string(entry.symbol)
        writer.raw(",\"instrument\":")
        writer.string(entry.instrument)
        writer.raw(",\"product\":")
        writer.string(entry.product.name)
        writer.raw(",\"state\":")
        writer.string(book.keeper.state.name)
        if let sequence = book.keeper.lastSequence {
            writer.raw(",\"sequence\":")
            writer.integer(sequence)
        }
        writer.raw(",\"depth\":")
        writer.integer(Int64(book.depth))
        if let time = book.eventTime {
            writer.raw(",\"ts_event\":")
            writer.integer(time.nanoseconds)
        }
        writer.raw(",\"ts_recv\":")
        writer.integer(book.receiveTime.nanoseconds)
        writer.raw(",\"ts_written\":")
        writer.integer(now.nanoseconds)
        writer.raw(",\"bid_levels\":")
        writer.integer(Int64(book.keeper.book.count(.bid)))
        writer.raw(",\"ask_levels\":")
        writer.integer(Int64(book.keeper.book.count(.ask)))
        if let limit = book.keeper.knownLimit(.bid) {
            writer.raw(",\"bids_known_to\":")
            writer.decimal(limit)
        }
        if let limit = book.keeper.knownLimit(.ask) {
            writer.raw(",\"asks_known_to\":")
            writer.decimal(limit)
        }
        writer.raw(",\"bids\":")
        write(book.keeper.top(levels, .bid), to: &writer)
        writer.raw(",\"asks\":")
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
