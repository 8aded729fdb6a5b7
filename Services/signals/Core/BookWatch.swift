import MarketData
import Runtime
import Synchronization

/// The books that are not live although their markets are, for /readyz.
final class BookWatch: Sendable {
    /// How long a book may need a snapshot before it counts: most snapshots arrive unrequested, or are requested by dedup.
    static let patienceNanoseconds: Int64 = 30_000_000_000
    /// A book that has received nothing for this time does not count: its market has ended, or its source reports the problem.
    static let livelyNanoseconds: Int64 = 600_000_000_000
    /// The maximum number of books listed by name.
    static let named = 5

    private let problem = Mutex<String?>(nil)

    /// Records the books that need a snapshot.
    func note(_ needs: [BookNeed], at now: Int64) {
        let late = needs.filter { now - $0.since > Self.patienceNanoseconds && $0.need != .horizon }
        guard !late.isEmpty else { return problem.withLock { $0 = nil } }
        let names = late.map {
            "\($0.market.market) (\($0.need.rawValue))"
        }
        let more = late.count > Self.named ? ", …" : ""
        let text = "\(late.count) not live: " + names.sorted().prefix(Self.named).joined(separator: ", ") + more
        problem.withLock { $0 = text }
    }

    var status: HealthStatus { problem.withLock { $0.map { .failing($0) } ?? .ok } }
}
