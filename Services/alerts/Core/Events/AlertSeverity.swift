import MarketData

/// The severity of an alert, as in the rules of deploy/prometheus.
enum AlertSeverity: String, Sendable, CaseIterable, Comparable {
    /// For the record.
    case info
    /// Redundancy, time or space is running out: it needs attention today.
    case warning
    /// Data is or will be missing, or traders see wrong data: it needs attention now.
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
