import CAllocations
import Foundation
import MarketData
import TestSupport
import VenueKit
import Venues

/// `tapedeck-bench allocations`: what the frames of the project's own fixtures ask of the heap, once a session has seen
/// them, and what documents that come in order ask of it in dedup. It needs no recordings, so CI runs it.
struct AllocationBench {
    /// The kinds that make up the tape; instruments, statuses and whatever comes by REST are rare, and may cost what they do.
    private static let hotKinds: Set<EventKind> = [.trade, .book, .quote, .ticker, .funding, .liquidation]
    /// Rounds in which buffers grow, before the one that counts.
    private static let warmingRounds = 3
    /// Rounds that count.
    private static let rounds = 100

    /// Prints a line a fixture and stage, and throws when one is above the limit.
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

    /// Heap requests of each frame; the frames come again and again in one session, and what a venue repeats is decoded as
    /// what is new.
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
