import MarketData
import TestSupport
import Testing
import VenueKit
import Venues

@Suite("Recorded books", .enabled(if: Recordings.folder != nil, "no recorded frames: set TAPEDECK_FRAMES"))
struct GoldenBookTests {
    /// A book a symbol and depth, kept from decoded events.
    private final class Keepers {
        private final class Entry {
            var keeper = BookKeeper()
        }
        private var entries: [String: Entry] = [:]
        private(set) var gaps: [String] = []

        func apply(_ batch: borrowing EventBatch, at place: String) {
            for index in 0..<batch.bookChanges.count {
                let change = batch.bookChanges[index]
                let symbol = batch.symbols[change.header.symbol].symbol
                let entry = entries[symbol] ?? Entry()
                entries[symbol] = entry
                if case .gap(let from, let to) = entry.keeper.apply(change, levels: batch.levels) {
                    gaps.append("\(place): \(symbol) \(from)...\(to)")
                }
            }
        }

        func top(_ symbol: String, _ side: Side) -> (levels: [Level], count: Int) {
            guard let entry = entries[symbol] else { return ([], -1) }
            return (entry.keeper.book.top(5, side), entry.keeper.book.count(side))
        }
    }

    @Test("every golden checkpoint is met exactly, and no gap is seen", arguments: Recording.books)
    func checkpoints(recording: Recording) throws {
        guard let venue = VenueRegistry.venue(named: recording.venue) else { return }
        let checkpoints = Dictionary(grouping: try GoldenCheckpoint.all(of: recording)) { "\($0.file):\($0.line)" }
        var pipe = DecodingPipe(venue: venue, product: recording.product)
        let keepers = Keepers()
        var met = 0
        for frame in try recording.frames() {
            let place = "\(frame.file):\(frame.line)"
            do {
                _ = try pipe.decode(frame.bytes, context: frame.context)
            } catch {
                Issue.record("\(place): \(error)")
                continue
            }
            keepers.apply(pipe.batch, at: place)
            for checkpoint in checkpoints[place] ?? [] {
                let bids = keepers.top(checkpoint.symbol, .bid)
                let asks = keepers.top(checkpoint.symbol, .ask)
                try #require(
                    bids.levels == checkpoint.bids && asks.levels == checkpoint.asks, "\(place) \(checkpoint.symbol)")
                try #require(
                    bids.count == checkpoint.bidCount && asks.count == checkpoint.askCount,
                    "\(place) \(checkpoint.symbol)")
                met += 1
            }
        }
        #expect(met == checkpoints.values.reduce(0) { $0 + $1.count })
        #expect(keepers.gaps.isEmpty)
    }
}
