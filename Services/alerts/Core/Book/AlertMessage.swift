/// What a channel tells at once: everything that was new when the group's time was over.
struct AlertMessage: Sendable, Hashable {
    /// One condition.
    struct Item: Sendable, Hashable {
        /// What there is to tell of it.
        enum State: String, Sendable {
            /// It began to hold.
            case firing
            /// It still holds, and was told before.
            case repeated
            /// It holds no longer.
            case resolved
            /// It began and ended since the last message.
            case passed
            /// It happened and is over.
            case happened
        }

        var state: State
        /// The last event of it.
        var event: AlertEvent
        /// When it was first heard of, in nanoseconds since 1970.
        var since: Int64
        /// How often it began or happened since the last message.
        var count: Int
    }

    /// The most severe first.
    var items: [Item]
    /// Events that found no room.
    var leftOut: Int

    /// That of the most severe item.
    var severity: AlertSeverity { items.map(\.event.severity).max() ?? .warning }

    /// Whether it only tells what is over.
    var isResolved: Bool { leftOut == 0 && items.allSatisfy { $0.state == .resolved || $0.state == .passed } }
}
