import Documents
import JSON
import MarketData
import Redis

@testable import SignalsCore
@testable import TapedeckCore

/// Signals' board and what is written of it to Redis, level-3 books, and the book as `tapedeck book` shows it: a document a
/// line.
struct BoardFuzz: ~Copyable {
    private let board = MarketBoard()
    private var orders = OrderBookL3()
    private var publisher = RedisPublisher(levels: 10, freshMilliseconds: 60_000)
    private let redis = RedisConnection(RedisConfig())
    private var batch = EventBatch()
    private var decoder = DocumentDecoder()
    private var frame = FrameBuffer(minimumCapacity: 16)
    private var writer = JSONWriter()
    private var now: Int64 = 1_700_000_000_000_000_000

    init() {}

    /// Takes a document.
    mutating func take(_ line: UnsafeBufferPointer<UInt8>) {
        batch.removeAll()
        guard (try? frame.assign(UnsafeRawBufferPointer(line))) != nil,
            (try? decoder.decode(frame, into: &batch)) != nil
        else { return }
        now += 1_000_000_000
        board.apply(batch)
        for index in 0..<batch.orderChanges.count { _ = orders.apply(batch.orderChanges[index], of: batch) }
        for index in 0..<batch.orderSnapshots.count { orders.apply(batch.orderSnapshots[index], of: batch) }
        for side in [Side.bid, .ask] where orders.top(.max, side).count != orders.levelCount(side) {
            fatalError("a level-3 book counts its prices")
        }
        _ = board.needs(at: now, heardSince: Timestamp(nanoseconds: now - 600_000_000_000), most: 10)
        _ = board.markStale(before: Timestamp(nanoseconds: now - 10_000_000_000))
        let clock = Timestamp(nanoseconds: now)
        for market in board.takeChanged() {
            if let book = market.servedBook { show(book, of: market, clock) }
            market.changed = []
        }
        board.markAllChanged()
        _ = publisher.append(board, now: clock, to: redis)
        redis.disconnect()
    }

    private mutating func show(_ book: KeptBook, of market: Market, _ clock: Timestamp) {
        for side in [Side.bid, .ask] where book.keeper.book.top(.max, side).count != book.keeper.book.count(side) {
            fatalError("a book counts its levels")
        }
        let best = (bids: book.keeper.top(10, .bid), asks: book.keeper.top(10, .ask))
        if let metrics = BookMetrics(bids: best.bids, asks: best.asks) {
            for value in [metrics.mid, metrics.spreadBasisPoints, metrics.weightedMid, metrics.imbalance10]
            where !value.isFinite {
                fatalError("no number: \(metrics)")
            }
        }
        writer.removeAll()
        BookText.write(book, of: market.entry, levels: 10, now: clock, to: &writer)
        do throws(DecodeError) {
            let view = try BookView(Array(writer.bytes))
            if view.bids != best.bids || view.asks != best.asks { fatalError("\(writer.string) is read as \(view)") }
            _ = BookRenderer(levels: 10).lines(view, now: clock)
        } catch {
            fatalError("our own book: \(error): \(writer.string)")
        }
    }
}
