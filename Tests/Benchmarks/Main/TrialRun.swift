import Dispatch
import Synchronization
import TrialSupport

/// `make trials`: many trials of the system's hearts, on all processors.
struct TrialRun {
    /// How many seeds.
    let seeds: Int
    /// The first of them.
    let first: Int
    /// Whether each document that dedup was given and gave is printed: for a single seed.
    let isTraced: Bool

    /// Runs them, prints the mistakes of each, and last `trials seeds=<n> mistakes=<n>`.
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
