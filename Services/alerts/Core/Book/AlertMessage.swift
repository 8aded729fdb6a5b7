/// One message of a channel: everything that is reportable when the group time is over.
struct AlertMessage: Sendable, Hashable {
    /// One condition.
    struct Item: Sendable, Hashable {
        /// The reported change.
        enum State: String, Sendable {
            /// It began to hold.
            case firing
            /// It still holds, and was reported before.
            case repeated
            /// It no longer holds.
            case resolved
            /// It began and ended since the last message.
            case passed
            /// It was a one-off event.
            case happened
        }

        var state: State
        /// Its last event.
        var event: AlertEvent
        /// The time of its first event, in nanoseconds since 1970.
        var since: Int64
        /// How often it began or occurred since the last message.
        var count: Int
    }

    /// The most severe first.
    var items: [Item]
    /// The number of events that were left out.
    var leftOut: Int

    /// The severity of the most severe item.
    var severity: AlertSeverity { items.map(\.event.severity).max() ?? .warning }

    /// Whether it only reports ended conditions.
    var isResolved: Bool { leftOut == 0 && items.allSatisfy { $0.state == .resolved || $0.state == .passed } }
}
