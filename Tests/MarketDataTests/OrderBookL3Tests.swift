import MarketData
import Simulator
import TestSupport
import Testing

@Suite("OrderBookL3")
struct OrderBookL3Tests {
    /// A book with the means to change it by plain words.
    private struct Scene: ~Copyable {
        var book = OrderBookL3()
        private var batch = EventBatch()
        private let header = EventHeader(symbol: SymbolID(index: 0), eventTime: nil)

        mutating func snapshot(sequence: Int64, bids: [(String, Int64, Int64)], asks: [(String, Int64, Int64)]) {
            batch.removeAll()
            for (id, price, size) in bids + asks {
                batch.restingOrders.append(
                    RestingOrder(orderID: batch.addText(id), price: Decimal(price), size: Decimal(size)))
            }
            let snapshot = OrderSnapshot(
                header: header, rule: .contiguous, place: .beside, sequence: sequence,
                bids: IndexRange(start: 0, count: bids.count),
                asks: IndexRange(start: bids.count, count: asks.count))
            book.apply(snapshot, of: batch)
        }

        mutating func change(
            _ sequence: Int64, _ action: OrderChange.Action, _ id: String, _ side: Side, price: Int64? = nil,
            size: Int64? = nil
        ) -> OrderBookL3.Outcome {
            batch.removeAll()
            let order = OrderChange(
                header: header, rule: .contiguous, sequence: sequence, action: action, orderID: batch.addText(id),
                side: side, price: price.map { Decimal($0) }, size: size.map { Decimal($0) })
            return book.apply(order, of: batch)
        }

        func levels(_ side: Side) -> [[Int64]] {
            book.top(.max, side).map { [$0.price, $0.size].map { Int64($0.units / Decimal.unitsPerWhole) } }
        }

        func queue(_ price: Int64, _ side: Side) -> [Int64] {
            book.queue(at: Decimal(price), side).map { Int64($0.size.units / Decimal.unitsPerWhole) }
        }
    }

    @Test("a snapshot, then adds, matches, changes and removes")
    func life() {
        var scene = Scene()
        scene.snapshot(sequence: 10, bids: [("a", 100, 5), ("b", 100, 3), ("c", 99, 1)], asks: [("d", 101, 7)])
        #expect(scene.levels(.bid) == [[100, 8], [99, 1]] && scene.levels(.ask) == [[101, 7]])
        #expect(scene.change(11, .add, "e", .bid, price: 100, size: 2) == .applied)
        #expect(scene.queue(100, .bid) == [5, 3, 2])
        #expect(scene.change(12, .match, "a", .bid, price: 100, size: 4) == .applied)
        #expect(scene.levels(.bid).first == [100, 6])
        #expect(scene.change(13, .remove, "a", .bid) == .applied)
        #expect(scene.queue(100, .bid) == [3, 2])
        #expect(scene.change(14, .modify, "b", .bid, size: 1) == .applied)
        #expect(scene.queue(100, .bid) == [1, 2])
        #expect(scene.change(15, .modify, "b", .bid, size: 9) == .applied)
        #expect(scene.queue(100, .bid) == [2, 9])
        #expect(scene.change(16, .modify, "d", .ask, price: 102, size: 7) == .applied)
        #expect(scene.levels(.ask) == [[102, 7]])
    }

    @Test("sequences tell duplicates and gaps, and an order that does not rest is told apart")
    func sequences() {
        var scene = Scene()
        scene.snapshot(sequence: 10, bids: [("a", 100, 5)], asks: [])
        #expect(scene.change(10, .remove, "a", .bid) == .duplicate)
        #expect(scene.change(13, .remove, "a", .bid) == .gap(from: 11, to: 12))
        #expect(scene.change(11, .remove, "x", .bid) == .unknownOrder)
        #expect(scene.levels(.bid) == [[100, 5]])
        let last = scene.book.lastSequence
        #expect(last == 11)
    }

    @Test("random orders add up to the same levels as a plain sum")
    func sums() {
        var generator = SeededGenerator(seed: 3)
        var scene = Scene()
        scene.snapshot(sequence: 0, bids: [], asks: [])
        var resting: [String: (price: Int64, size: Int64)] = [:]
        for sequence in Int64(1)...3000 {
            if resting.count > 50, let id = resting.keys.sorted().randomElement(using: &generator) {
                _ = scene.change(sequence, .remove, id, .ask)
                resting[id] = nil
            } else {
                let price = Int64.random(in: 1...200, using: &generator)
                let size = Int64.random(in: 1...9, using: &generator)
                _ = scene.change(sequence, .add, "o\(sequence)", .ask, price: price, size: size)
                resting["o\(sequence)"] = (price, size)
            }
        }
        var sums: [Int64: Int64] = [:]
        for order in resting.values { sums[order.price, default: 0] += order.size }
        #expect(scene.levels(.ask) == sums.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
        let count = scene.book.count
        #expect(count == resting.count)
    }
}
