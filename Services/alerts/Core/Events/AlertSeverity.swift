import MarketData

/// How much an alert matters, as the rules of deploy/prometheus say it.
enum AlertSeverity: String, Sendable, CaseIterable, Comparable {
    /// For the record.
    case info
    /// Redundancy, time or room is used up: somebody must come today.
    case warning
    /// Data is or will be missing, or what traders read is wrong: somebody must come now.
    case critical

    init(_ severity: Status.Severity) {
        switch severity {
        case .info: self = .info
        case .warning: self = .warning
        case .error: self = .critical
        }
    }

    static func < (left: AlertSeverity, right: AlertSeverity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }
}
