import JSON
import MarketData
import TestSupport
import VenueKit

/// Decodes a feed's frames with the venue's own decoder and builds its books by the venues' published rules: what came
/// before the snapshot is kept until it comes, and every change must follow the one before.
struct FeedReader: ~Copyable {
    /// One symbol's book, with the depth of its channel.
    struct Key: Hashable {
        var symbol: String
        var depth: Int32
    }

    /// A book and where it stands.
    struct Book {
        var levels = ReferenceBook()
        var last: Int64?
        var hasSnapshot = false
        var isBridged = false
        var waiting: [Change] = []
    }

    /// An order that rests.
    struct RestingOrderState: Equatable {
        var price: Decimal
        var size: Decimal
    }

    /// A change, taken out of the batch.
    struct Change {
        var change: BookChange
        var bids: [Level]
        var asks: [Level]
    }

    private var pipe: DecodingPipe
    private let product: Product
    private let receiveTime: Timestamp
    /// The books.
    private(set) var books: [Key: Book] = [:]
    /// How many events of each kind came.
    private(set) var counts: [EventKind: Int] = [:]
    /// Trade ids by symbol, in order.
    private(set) var trades: [String: [String]] = [:]
    /// The summed size of the trades, by symbol.
    private(set) var tradedSize: [String: Decimal] = [:]
    /// The last order sequence, by symbol.
    private(set) var lastOrderSequence: [String: Int64] = [:]
    /// The orders that rest, by symbol and id, built by the rules of the order documents.
    private(set) var orders: [String: [String: RestingOrderState]] = [:]
    private var orderSnapshotSequence: [String: Int64] = [:]
    /// Order changes that came before their snapshot.
    private var waitingOrders: [String: [(OrderChange, String)]] = [:]
    /// Changes that did not follow.
    private(set) var violations: [String] = []
    /// Frames that were no market data.
    private(set) var controlFrames = 0

    init(venue: any Venue, product: Product, receiveTime: Timestamp) {
        pipe = DecodingPipe(venue: venue, product: product)
        self.product = product
        self.receiveTime = receiveTime
    }

    /// Reads a WebSocket frame.
    mutating func read(_ frame: [UInt8]) throws {
        try read(frame, FrameContext(receiveTime: receiveTime))
    }

    /// Reads the body of a REST answer.
    mutating func read(_ body: [UInt8], answerTo request: String) throws {
        try read(body, FrameContext(origin: .rest, request: request, receiveTime: receiveTime))
    }

    private mutating func read(_ frame: [UInt8], _ context: FrameContext) throws {
        if try pipe.decode(frame, context: context) == .control { controlFrames += 1 }
        for index in 0..<pipe.batch.count {
            let entry = pipe.batch.entries[index]
            counts[entry.kind, default: 0] += 1
            switch entry.kind {
            case .trade: note(pipe.batch.trades[Int(entry.index)])
            case .book: note(pipe.batch.bookChanges[Int(entry.index)])
            case .order: note(pipe.batch.orderChanges[Int(entry.index)])
            case .orderSnapshot: note(pipe.batch.orderSnapshots[Int(entry.index)])
            default: break
            }
        }
    }

    private func symbol(_ header: EventHeader) -> String { pipe.batch.symbols[header.symbol].symbol }

    private mutating func note(_ trade: Trade) {
        let name = symbol(trade.header)
        trades[name, default: []].append(pipe.batch.string(of: trade.tradeID))
        tradedSize[name] = (tradedSize[name] ?? .zero) + trade.size
    }

    private mutating func note(_ order: OrderChange) {
        let name = symbol(order.header)
        if let sequence = order.sequence {
            if let last = lastOrderSequence[name], order.firstSequence ?? sequence > last + 1 {
                violations.append("\(name): order \(last), then \(order)")
            }
            lastOrderSequence[name] = sequence
        }
        let identifier = pipe.batch.string(of: order.orderID)
        guard orderSnapshotSequence[name] != nil else {
            waitingOrders[name, default: []].append((order, identifier))
            return
        }
        apply(order, identifier, name)
    }

    private mutating func note(_ snapshot: OrderSnapshot) {
        let name = symbol(snapshot.header)
        for index in Array(snapshot.bids.indices) + Array(snapshot.asks.indices) {
            let order = pipe.batch.restingOrders[index]
            orders[name, default: [:]][pipe.batch.string(of: order.orderID)] = RestingOrderState(
                price: order.price, size: order.size)
        }
        orderSnapshotSequence[name] = snapshot.sequence
        for (order, identifier) in waitingOrders.removeValue(forKey: name) ?? [] { apply(order, identifier, name) }
    }

    private mutating func apply(_ order: OrderChange, _ identifier: String, _ name: String) {
        guard let sequence = order.sequence, sequence > orderSnapshotSequence[name] ?? 0 else { return }
        switch order.action {
        case .add:
            guard let price = order.price, let size = order.size else { return violations.append("add without price") }
            orders[name, default: [:]][identifier] = RestingOrderState(price: price, size: size)
        case .modify:
            if let size = order.size { orders[name]?[identifier]?.size = size }
        case .match:
            guard let size = order.size, let rest = orders[name]?[identifier]?.size else {
                return violations.append("match of an order that does not rest")
            }
            orders[name]?[identifier]?.size = rest - size
        case .remove: orders[name]?[identifier] = nil
        }
    }

    private mutating func note(_ change: BookChange) {
        func levels(_ range: IndexRange) -> [Level] {
            range.indices.map { pipe.batch.levels[$0] }
        }
        let taken = Change(change: change, bids: levels(change.bids), asks: levels(change.asks))
        let key = Key(symbol: symbol(change.header), depth: change.depth)
        var book = books[key] ?? Book()
        if change.kind == .snapshot {
            book.levels = ReferenceBook()
            Self.set(taken, in: &book.levels)
            book.last = change.lastSequence
            book.hasSnapshot = true
            book.isBridged = false
            let waiting = book.waiting
            book.waiting = []
            for later in waiting { apply(later, to: &book, key) }
        } else if book.hasSnapshot {
            apply(taken, to: &book, key)
        } else {
            book.waiting.append(taken)
        }
        books[key] = book
    }

    private mutating func apply(_ taken: Change, to book: inout Book, _ key: Key) {
        if let last = book.last, let next = taken.change.lastSequence {
            // In the snapshot already.
            guard next > last else { return }
            let bridges = (taken.change.firstSequence ?? next) <= last + 1
            let follows = taken.change.previousSequence.map { $0 == last } ?? bridges
            if !(follows || (!book.isBridged && bridges)) {
                violations.append("\(key.symbol): \(last), then \(taken.change)")
            }
        }
        book.isBridged = true
        book.last = taken.change.lastSequence
        Self.set(taken, in: &book.levels)
    }

    private static func set(_ taken: Change, in book: inout ReferenceBook) {
        for level in taken.bids { book.set(.bid, level) }
        for level in taken.asks { book.set(.ask, level) }
    }
}
