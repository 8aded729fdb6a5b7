import MarketData
import VenueKit

// The part without timing: the contents of the frames and the final books.
extension DecodeBench {
    /// Processes all frames once with decoder and books and returns a summary.
    mutating func summary() -> FrameSummary {
        var summary = FrameSummary()
        forEachFrame { bench, _, isDecoded in
            if !isDecoded { summary.failures += 1 }
            if bench.batch.isEmpty { summary.silent += 1 }
            for index in 0..<bench.batch.count { summary.events[bench.batch.entries[index].kind, default: 0] += 1 }
            bench.applyBooks()
        }
        for (index, keeper) in keepers.enumerated() where keeper.keeper.appliedCount > 0 {
            let symbol = batch.symbols[SymbolID(index: Int32(index))].symbol
            summary.applied += keeper.keeper.appliedCount
            summary.books.append(
                FrameSummary.Book(
                    name: symbol, bids: keeper.keeper.book.top(5, .bid), asks: keeper.keeper.book.top(5, .ask),
                    bidCount: keeper.keeper.book.count(.bid), askCount: keeper.keeper.book.count(.ask)))
        }
        return summary
    }

    /// The frames that only have events of some kinds.
    mutating func frames(ofKinds wanted: Set<EventKind>) -> [Int] {
        var frames: [Int] = []
        forEachFrame { bench, index, isDecoded in
            let kinds = (0..<bench.batch.count).map { bench.batch.entries[$0].kind }
            if isDecoded, !kinds.isEmpty, kinds.allSatisfy(wanted.contains) { frames.append(index) }
        }
        return frames
    }

    private mutating func forEachFrame(_ body: (inout DecodeBench, Int, Bool) -> Void) {
        startSession()
        for index in 0..<recording.count {
            let isDecoded = decode(index)
            body(&self, index, isDecoded)
        }
    }
}
