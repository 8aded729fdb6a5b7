extension Logger {
    /// How much a line matters; in rising order.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        /// Every step, for finding a bug.
        case trace
        /// What a developer wants to know.
        case debug
        /// What an operator may want to know.
        case info
        /// Out of the ordinary, and needs nobody.
        case notice
        /// Should not be, and was dealt with.
        case warning
        /// Something failed.
        case error
        /// The service cannot go on.
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

        /// What matters less is less.
        public static func < (left: Level, right: Level) -> Bool { left.rank < right.rank }
    }
}
