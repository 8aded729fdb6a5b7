import DedupSupport
import MarketData
import Simulator
import TestSupport
import Testing

/// Recorded streams over one to three sources with losses, outages, repeats, delays and a dedup that is killed. The bench
/// (`tapedeck-bench dedup`) does the same with 10,000 seeds.
@Suite(
    "Deduplicator: recorded streams", .enabled(if: Recordings.folder != nil, "no recorded frames: set TAPEDECK_FRAMES"))
struct RecordedInterleavingTests {
    private static let streams: [(name: String, documents: RecordedDocuments)] = [
        "usdm", "spot", "BYBIT.v3", "DERIBIT.v3",
    ]
    .compactMap { part in
        guard let recording = Recording.books.first(where: { $0.name.contains(part) }),
            let documents = try? RecordedDocuments(recording, limit: 3000)
        else { return nil }
        return (recording.name, documents)
    }

    @Test("what any source sent goes out once and in order, and exactly the rest is named", arguments: 0..<200)
    func property(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        #expect(Self.streams.count == 4)
        let stream = Self.streams[seed % Self.streams.count]
        let slice = stream.documents.slice(400, &generator)
        let faults = SourceFaults.random(&generator)
        let interleaving = Interleaving(of: slice, faults, &generator)
        let outcome = try DedupTrial(slice, interleaving, crashes: faults.crashes).run(&generator)
        #expect(outcome.mistakes == [], "seed \(seed), \(stream.name), \(faults)")
        #expect(outcome.changes > 0)
    }
}
