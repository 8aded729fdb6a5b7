/// Chooses the best endpoint that has not failed recently.
struct EndpointChooser {
    /// How long an endpoint is avoided after a failure; doubles with each further one.
    static let firstPenaltyNanoseconds: Int64 = 30_000_000_000
    /// The longest such time.
    static let longestPenaltyNanoseconds: Int64 = 900_000_000_000

    private struct Health {
        var failures = 0
        var avoidUntil = Int64.min
    }

    /// The endpoints, best first.
    let endpoints: [String]
    private var health: [Health]

    /// - Parameter endpoints: at least one, best first.
    init(_ endpoints: [String]) {
        precondition(!endpoints.isEmpty, "there must be somewhere to go")
        self.endpoints = endpoints
        health = Array(repeating: Health(), count: endpoints.count)
    }

    /// The best endpoint that is not avoided; if all are, the one whose time ends first.
    func choose(at now: Int64) -> Int {
        if let healthy = health.firstIndex(where: { $0.avoidUntil <= now }) { return healthy }
        return health.indices.min { health[$0].avoidUntil < health[$1].avoidUntil } ?? 0
    }

    /// A better endpoint than this one that is not avoided; nil if there is none.
    func better(than index: Int, at now: Int64) -> Int? {
        health[..<index].firstIndex { $0.avoidUntil <= now }
    }

    /// Whether any other endpoint is not avoided.
    func hasAlternative(to index: Int, at now: Int64) -> Bool {
        health.indices.contains { $0 != index && health[$0].avoidUntil <= now }
    }

    /// Records a failure.
    mutating func failed(_ index: Int, at now: Int64) {
        let penalty = Self.firstPenaltyNanoseconds << Int64(min(health[index].failures, 10))
        health[index].failures += 1
        health[index].avoidUntil = now + min(penalty, Self.longestPenaltyNanoseconds)
    }

    /// Records that it works.
    mutating func succeeded(_ index: Int) { health[index] = Health() }
}
