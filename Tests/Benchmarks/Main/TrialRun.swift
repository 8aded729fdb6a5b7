import Dispatch
import Synchronization
import TrialSupport

/// `make trials`: many trials of the system's hearts, on all processors.
struct TrialRun {
    /// How many seeds.
    let seeds: Int
    /// The first of them.
    let first: Int

    /// Runs them, prints the mistakes of each, and last `trials seeds=<n> mistakes=<n>`.
    func run() throws {
        let mistakes = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: seeds) { index in
            let found = Trial(seed: UInt64(first + index)).run()
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
