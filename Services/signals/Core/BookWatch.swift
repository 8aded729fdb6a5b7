import MarketData
import Runtime
import Synchronization

/// Which books are not live although their markets are, for /readyz.
final class BookWatch: Sendable {
    /// How long a book may want a snapshot until it counts: most come by themselves, or are asked for by dedup.
    static let patienceNanoseconds: Int64 = 30_000_000_000
    /// A book of which nothing was heard for so long is no one's fault: its market has ended, or its source says so itself.
    static let livelyNanoseconds: Int64 = 600_000_000_000
    /// So many are told by name.
    static let named = 5

    private let problem = Mutex<String?>(nil)

    /// Takes note of the books that want a snapshot.
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
