import CAllocations
import Foundation
import MarketData
import TestSupport
import VenueKit
import Venues

/// `tapedeck-bench allocations`: the heap requests of the frames in the project's own fixtures, after a session has seen them
/// once, and the heap requests of dedup for documents in order. It needs no recordings, so CI runs it.
struct AllocationBench {
    /// The kinds that make up most of the data. Instruments, statuses and REST answers are rare and not limited.
    private static let hotKinds: Set<EventKind> = [.trade, .book, .quote, .ticker, .funding, .liquidation]
    /// The number of rounds in which buffers grow, before the measured rounds.
    private static let warmingRounds = 3
    /// The number of measured rounds.
    private static let rounds = 100

    /// Prints a line per fixture and stage, and throws if one exceeds the limit.
    func run() throws {
        var gate = AllocationGate()
        var judged = 0
        for fixture in Fixture.all {
            guard let venue = VenueRegistry.venue(named: fixture.venue) else { continue }
            let frames = try fixture.frames().map {
                LoadedRecording.Frame(bytes: Data($0.text.utf8), context: $0.context)
            }
            var bench = DecodeBench(
                LoadedRecording(name: fixture.description, venue: venue, product: fixture.product, frames: frames))
            let hot = bench.frames(ofKinds: Self.hotKinds).filter { frames[$0].context.origin == .webSocket }
            guard !hot.isEmpty else { continue }
            bench = DecodeBench(bench.recording.selecting(hot))
            for stage in [DecodeBench.Stage.decode, .document] {
                let requests = Self.requests(of: &bench, through: stage)
                let guilty = requests.indices.filter { requests[$0] > 0 }.map { "\(hot[$0])" }
                let total = requests.reduce(0, +)
                print(
                    "\(fixture) \(stage): \(total) heap requests in \(Self.rounds * bench.frameCount) frames",
                    guilty.isEmpty ? "" : "by those at \(guilty.joined(separator: ", "))")
                gate.judge("\(fixture) \(stage)", requests: total, frames: Self.rounds * bench.frameCount)
                judged += 1
            }
        }
        var dedup = DedupAllocations()
        let (requests, documents) = dedup.run()
        print("dedup, in order over two sources: \(requests) heap requests in \(documents) documents")
        gate.judge("dedup", requests: requests, frames: documents)
        guard judged > 0 else { throw BenchError.noFrames }
        try gate.finish()
    }

    /// The heap requests of each frame. The frames are repeated in one session, and repetitions are decoded like new frames.
    private static func requests(of bench: inout DecodeBench, through stage: DecodeBench.Stage) -> [UInt64] {
        var requests = [UInt64](repeating: 0, count: bench.frameCount)
        bench.startSession()
        for round in 0..<warmingRounds + rounds {
            for index in requests.indices {
                let before = tapedeck_allocation_count()
                bench.take(index..<index + 1, through: stage)
                if round >= warmingRounds { requests[index] += tapedeck_allocation_count() - before }
            }
        }
        return requests
    }
}
