import Simulator
import TestSupport
import Testing

@testable import Spool

/// The journal beside a plain array that does the same.
@Suite("Spool, random use")
struct SpoolPropertyTests {
    /// What the spool should hold.
    private struct Model {
        /// Not acknowledged, in order.
        var pending: [Int] = []
        /// Handed out and not acknowledged, with what to acknowledge them by.
        var handedOut: [(id: Int, tag: SpoolTag)] = []
        var nextID = 0

        /// What is given next.
        var expected: Int? {
            let last = handedOutUpTo
            return pending.first { $0 > last }
        }

        /// The newest that was given since the last look from the beginning.
        var handedOutUpTo = -1

        mutating func startOver() {
            handedOut = []
            handedOutUpTo = -1
        }
    }

    @Test(
        "appends, acknowledgements in any order, rewinds and restarts lose, repeat and reorder nothing",
        arguments: (1...12).map(UInt64.init))
    func random(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let work = try SpoolWork(segmentBytes: 4096 * Int.random(in: 1...3, using: &generator), segments: 6)
        var model = Model()
        var (refusals, restarts) = (0, 0)
        for _ in 0..<6_000 {
            switch Int.random(in: 0..<100, using: &generator) {
            case 0..<45:
                let large = Int.random(in: 0..<50, using: &generator) == 0
                let bytes = Int.random(in: 0...(large ? 3_500 : 300), using: &generator)
                do {
                    try work.append(model.nextID, bytes: bytes)
                    model.pending.append(model.nextID)
                } catch {
                    // Full is full: every file there may be is there and holds something that is waited for.
                    #expect(error == .full(limitBytes: work.limits.totalBytes), "seed \(seed)")
                    refusals += 1
                }
                model.nextID += 1
            case 45..<75:
                let record = work.next()
                let id = record?.id
                #expect(id == model.expected, "seed \(seed)")
                guard let record, let id else { break }
                model.handedOut.append((id, record.tag))
                model.handedOutUpTo = id
            case 75..<97:
                guard let index = model.handedOut.indices.randomElement(using: &generator) else { break }
                let (id, tag) = model.handedOut.remove(at: index)
                work.spool.settle(tag, as: .acknowledged)
                model.pending.removeAll { $0 == id }
            case 97: try work.spool.maintain()
            case 98:
                #expect(try work.segments.count <= work.limits.segments, "seed \(seed)")
                work.spool.rewind()
                model.startOver()
            default:
                try work.reopen()
                model.startOver()
                restarts += 1
                #expect(work.spool.damage.isEmpty, "seed \(seed)")
            }
            #expect(work.spool.pendingRecords == model.pending.count, "seed \(seed)")
        }
        #expect(try work.segments.count <= work.limits.segments, "seed \(seed)")
        // The run has met the limit and restarts, or it has shown little.
        #expect(refusals > 0 && restarts > 20, "seed \(seed)")
        try work.reopen()
        #expect(work.rest().map(\.id) == model.pending, "seed \(seed)")
    }
}
