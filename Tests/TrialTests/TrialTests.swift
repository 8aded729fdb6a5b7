import Testing
import TrialSupport

/// The hearts of the system on logs in memory, under everything that may go wrong. `make trials` runs more of them.
///
/// One after the other: all at once they would keep every processor from the servers that other tests talk to.
@Suite("Trials", .serialized)
struct TrialTests {
    @Test("after kills, pauses, retention and hostile documents every book is live and true", arguments: 0..<20)
    func seeds(block: UInt64) {
        for seed in block * 10..<block * 10 + 10 {
            let mistakes = Trial(seed: seed).run()
            #expect(mistakes.isEmpty, "\(mistakes)")
        }
    }
}
