public import MarketData
import SignalsCore

/// What signals would have written to Redis of books, and whether it ever stepped back.
public struct MemoryRedis {
    /// A book as a reader finds it.
    public struct Book: Sendable {
        /// How far it can be trusted.
        public var state: BookState
        /// Up to where it is complete.
        public var sequence: Int64?
        /// When its last change was received.
        public var receiveTime: Timestamp
        /// The known bids, best first.
        public var bids: [Level]
        /// The known asks, best first.
        public var asks: [Level]
    }

    /// By symbol.
    public private(set) var books: [String: Book] = [:]
    /// How often a symbol's sequence fell from one write to the next.
    public private(set) var falls: [String: [String]] = [:]
    /// How often a book was called live whose last change was received long before that of the book it replaced.
    public private(set) var staleWrites: [String] = []
    /// Copies of one event come over lines of different speed.
    private static let slack: Int64 = 5_000_000_000

    mutating func write(_ market: Market, at now: Int64) {
        guard market.changed.contains(.book), let kept = market.servedBook else { return }
        let symbol = market.entry.symbol
        let book = Book(
            state: kept.keeper.state, sequence: kept.keeper.lastSequence, receiveTime: kept.receiveTime,
            bids: kept.keeper.top(1000, .bid), asks: kept.keeper.top(1000, .ask))
        if let before = books[symbol] {
            if let last = before.sequence, let sequence = book.sequence, sequence < last {
                falls[symbol, default: []].append(
                    "\(last) \(before.state.name) to \(sequence) \(book.state.name) at \(now / 1_000_000)")
            }
            let (earliest, overflow) = before.receiveTime.nanoseconds.subtractingReportingOverflow(Self.slack)
            let isSame = book.sequence != nil && book.sequence == before.sequence
            if book.state == .live, !isSame, !overflow, book.receiveTime.nanoseconds < earliest {
                staleWrites.append("\(symbol): \(book.receiveTime.nanoseconds) after \(before.receiveTime.nanoseconds)")
            }
        }
        books[symbol] = book
    }

}
