import DedupSupport
import Dispatch
import Foundation
import Simulator
import TestSupport

/// Dedup on recorded streams: 10,000 seeds of faults of every kind, and the remaining gaps with one source and with several
/// under the same injected loss.
struct DedupBench {
    private static let seeds = 10_000
    /// The recorded streams, by parts of their names.
    private static let streams = ["usdm", "spot", "cm/", "BYBIT.v3", "DERIBIT.v3"]
    /// The injected faults of the table: single losses, and outages of 50 documents.
    private static let losses: [(loss: Double, outages: Double)] = [(0.001, 0.0), (0.0001, 0.0), (0.001, 0.0001)]

    func run() throws {
        let streams = try Self.streams.map { part in
            let recording = try Recording.named(part)
            return (name: recording.name, documents: try RecordedDocuments(recording, limit: 20_000))
        }
        try runSeeds(streams.map(\.documents))
        try runTable(streams[0])
    }

    private func runSeeds(_ streams: [RecordedDocuments]) throws {
        var mistakes = 0
        var changes = 0
        for seed in 0..<Self.seeds {
            var generator = SeededGenerator(seed: UInt64(seed))
            let slice = streams[seed % streams.count].slice(300, &generator)
            let faults = SourceFaults.random(&generator)
            let outcome = try DedupTrial(
                slice, Interleaving(of: slice, faults, &generator), crashes: faults.crashes
            ).run(&generator)
            changes += outcome.changes
            guard !outcome.mistakes.isEmpty else { continue }
            mistakes += 1
            print("seed \(seed), \(faults): \(outcome.mistakes.joined(separator: "; "))")
        }
        print("\(Self.seeds) seeds, \(changes) book changes: \(mistakes) with mistakes")
        guard mistakes == 0 else { throw BenchError.mistakes(mistakes) }
    }

    private func runTable(_ stream: (name: String, documents: RecordedDocuments)) throws {
        print("\nnamed gaps per million book changes, \(stream.name)")
        print("each source loses            1 source   2 sources   3 sources")
        for injected in Self.losses {
            var row: [String] = []
            for sources in 1...3 {
                let faults = SourceFaults(sources: sources, loss: injected.loss, outages: injected.outages)
                var gaps = 0
                var changes = 0
                for seed in 0..<20 {
                    var generator = SeededGenerator(seed: UInt64(seed))
                    let all = stream.documents.documents[...]
                    let outcome = try DedupTrial(all, Interleaving(of: all, faults, &generator), crashes: 0)
                        .run(&generator)
                    gaps += outcome.gaps
                    changes += outcome.changes
                }
                row.append(String(format: "%12.1f", Double(gaps) * 1e6 / Double(max(1, changes))))
            }
            let text =
                String(format: "%.2f %%", injected.loss * 100)
                + (injected.outages > 0 ? String(format: ", outages %.2f %%", injected.outages * 100) : "")
            print(text.padding(toLength: 25, withPad: " ", startingAt: 0) + row.joined())
        }
    }
}
