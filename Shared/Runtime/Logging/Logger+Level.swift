extension Logger {
    /// The severity of a line, in increasing order.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        /// Every step, for finding a bug.
        case trace
        /// Information for developers.
        case debug
        /// Information for operators.
        case info
        /// Unusual, but needs no attention.
        case notice
        /// A problem that was handled.
        case warning
        /// Something failed.
        case error
        /// The service cannot continue.
        case critical

        private var rank: Int {
            switch self {
            case .trace: 0
            case .debug: 1
            case .info: 2
            case .notice: 3
            case .warning: 4
            case .error: 5
            case .critical: 6
            }
        }

        /// Less severe levels are smaller.
        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }
}
