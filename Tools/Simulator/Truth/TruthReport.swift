import JSON
import MarketData
import VenueKit

/// Writes the generated events as JSON, for tests that compare them with received ones; see `docs` of `/control/truth`.
struct TruthReport {
    let core: SimulatorCore
    /// Only feeds of this venue; nil for all.
    var venue: String?
    /// Only feeds of this product; nil for all.
    var product: String?
    /// Only this symbol; nil for all.
    var symbol: String?
    /// The number of written levels per side of each book.
    var levels = 5

    /// The whole report.
    func json() -> String {
        let feeds = core.feeds.values.filter {
            (venue == nil || venue == $0.key.venue) && (product == nil || product == $0.key.product.name)
        }.sorted { $0.key.name < $1.key.name }
        var writer = JSONWriter()
        writer.raw("{\"feeds\":[")
        for (index, feed) in feeds.enumerated() {
            if index > 0 { writer.raw(",") }
            write(feed, into: &writer)
        }
        writer.raw("],\"faults\":{")
        for (index, fault) in core.faults.counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }).enumerated() {
            writer.text((index == 0 ? "" : ",") + "\"\(fault.key.rawValue)\":\(fault.value)")
        }
        writer.raw("}}")
        return writer.string
    }

    private func write(_ feed: Feed, into writer: inout JSONWriter) {
        writer.text("{\"venue\":\"\(feed.key.venue)\",\"product\":\"\(feed.key.product.name)\",")
        writer.text("\"paused\":\(feed.isPaused),\"waits\":\(feed.waits),\"connections\":[")
        let connections = core.connections(of: feed.key).compactMap { core.connections[$0] }
        for (index, connection) in connections.enumerated() {
            writer.text("\(index == 0 ? "" : ","){\"id\":\(connection.number),\"label\":")
            writer.string(connection.label)
            writer.text(
                ",\"subscribed\":\(connection.session.isSubscribed),\"frames_sent\":\(connection.framesSent)}")
        }
        writer.raw("],")
        switch feed.source {
        case .market(let market):
            writer.text("\"mode\":\"synthetic\",\"frames_per_second\":\(feed.framesPerSecond),")
            writer.text("\"steps\":\(market.stepCount),\"symbols\":[")
            let shown = market.instruments.indices.filter { symbol == nil || market.instruments[$0].symbol == symbol }
            for (count, index) in shown.enumerated() {
                if count > 0 { writer.raw(",") }
                write(index, market, feed.truth[index], into: &writer)
            }
            writer.raw("]}")
        case .playback(let playback):
            writer.text(
                """
                "mode":"playback","position":\(playback.position),"items":\(playback.recording.items.count),\
                "played":\(playback.played),"skipped":\(playback.skipped),"unclaimed_snapshots":\(playback.unclaimed),\
                "control_frames":\(playback.recording.controlFrames),"started":\(playback.isStarted),\
                "finished":\(playback.isFinished)}
                """)
        }
    }

    private func write(
        _ index: Int, _ market: SyntheticMarket, _ truth: SymbolTruth, into writer: inout JSONWriter
    ) {
        let instrument = market.instruments[index]
        let book = market.publishedBook(index)
        writer.text("{\"symbol\":\"\(instrument.symbol)\",\"book\":{\"publication\":\(book.publication),")
        writer.text("\"last_update\":\(book.lastUpdate),\"cross_sequence\":\(book.crossSequence),")
        writer.text("\"order_sequence\":\(market.orders(index).sequence),")
        writer.text("\"bid_levels\":\(book.bids.count),\"ask_levels\":\(book.asks.count),\"bids\":")
        write(book.bids, instrument, into: &writer)
        writer.raw(",\"asks\":")
        write(book.asks, instrument, into: &writer)
        writer.raw("},\"kinds\":{")
        for (count, entry) in truth.series.sorted(by: { $0.key < $1.key }).enumerated() {
            writer.text(
                "\(count == 0 ? "" : ",")\"\(entry.key)\":{\"made\":\(entry.value.made),"
                    + "\"delivered\":\(entry.value.delivered)")
            if let first = entry.value.first, let last = entry.value.last {
                writer.text(",\"first\":\(first),\"last\":\(last)")
            }
            if entry.value.lots > 0 {
                writer.raw(",\"size\":")
                writer.decimal(instrument.size(entry.value.lots).decimal)
            }
            writer.raw("}")
        }
        writer.raw("}}")
    }

    private func write(_ side: [SyntheticLevel], _ instrument: SyntheticInstrument, into writer: inout JSONWriter) {
        writer.raw("[")
        for (index, level) in side.prefix(levels).enumerated() {
            writer.raw(index == 0 ? "[" : ",[")
            // Plain decimals, as in documents.
            writer.decimal(instrument.price(level.ticks).decimal)
            writer.raw(",")
            writer.decimal(instrument.size(level.lots).decimal)
            writer.raw("]")
        }
        writer.raw("]")
    }
}
