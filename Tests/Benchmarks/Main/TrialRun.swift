import Dispatch
import Synchronization
import TrialSupport

/// `make trials`: many trials of the services' cores, on all processors.
struct TrialRun {
    /// The number of seeds.
    let seeds: Int
    /// The first seed.
    let first: Int
    /// Whether to print each input and output document of dedup; useful for a single seed.
    let isTraced: Bool

    /// Runs the trials and prints the mistakes of each, and `trials seeds=<n> mistakes=<n>` at the end.
    func run() throws {
        let mistakes = Mutex(0)
        let trace: (@Sendable (String) -> Void)? = isTraced ? { @Sendable (line: String) in print(line) } : nil
        DispatchQueue.concurrentPerform(iterations: seeds) { index in
            let found = Trial(seed: UInt64(first + index), trace: trace).run()
            guard !found.isEmpty else { return }
            mistakes.withLock { count in
                count += 1
                for mistake in found { print(mistake) }
            }
        }
        let count = mistakes.withLock { $0 }
        print("trials seeds=\(seeds) mistakes=\(count)")
        guard count == 0 else { throw BenchError.mistakes(count) }
    }
}
