import JSON
import MarketData

/// The combined book of one instrument over all venues with a live and fresh book.
struct CombinedBook {
    /// A level and its venue.
    struct Entry {
        var level: Level
        var venue: String
        var receiveTime: Timestamp
    }

    /// The best bids over all venues, best first.
    private(set) var bids: [Entry] = []
    /// The best asks over all venues, best first.
    private(set) var asks: [Entry] = []

    /// Takes the best `levels` of each market whose book is live and has received something since `limit`.
    init(_ markets: [Market], levels: Int, freshSince limit: Timestamp) {
        for market in markets {
            guard let book = market.servedBook, book.keeper.state == .live, book.receiveTime >= limit,
                !market.hidden.contains(.book)
            else { continue }
            let venue = market.entry.venue
            bids += book.keeper.top(levels, .bid).map {
                Entry(level: $0, venue: venue, receiveTime: book.receiveTime)
            }
            asks += book.keeper.top(levels, .ask).map {
                Entry(level: $0, venue: venue, receiveTime: book.receiveTime)
            }
        }
        bids.sort { $0.level.price == $1.level.price ? $0.venue < $1.venue : $0.level.price > $1.level.price }
        asks.sort { $0.level.price == $1.level.price ? $0.venue < $1.venue : $0.level.price < $1.level.price }
        bids.removeLast(max(0, bids.count - levels))
        asks.removeLast(max(0, asks.count - levels))
    }

    /// Writes `{"instrument":…,"bids":[[price,size,venue],…],"asks":…}`.
    func write(instrument: String, now: Timestamp, to writer: inout JSONWriter) {
        writer.raw("{\"instrument\":")
        writer.string(instrument)
        writer.key("ts_written")
        writer.integer(now.nanoseconds)
        writer.key("bids")
        write(bids, to: &writer)
        writer.key("asks")
        write(asks, to: &writer)
        writer.raw("}")
    }

    private func write(_ entries: [Entry], to writer: inout JSONWriter) {
        writer.raw("[")
        for (index, entry) in entries.enumerated() {
            if index > 0 { writer.raw(",") }
            writer.raw("[")
            writer.decimal(entry.level.price)
            writer.raw(",")
            writer.decimal(entry.level.size)
            writer.raw(",")
            writer.string(entry.venue)
            writer.raw("]")
        }
        writer.raw("]")
    }
}
