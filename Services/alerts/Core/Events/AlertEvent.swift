/// An event that people may need to know: a condition begins or ends, or something has happened.
struct AlertEvent: Sendable, Hashable {
    /// The change of its condition.
    enum Change: String, Sendable {
        /// The condition holds until `resolves` with the same key.
        case fires
        /// The condition no longer holds.
        case resolves
        /// A one-off event.
        case happens
    }

    /// Who says so.
    enum Origin: String, Sendable {
        /// A rule of Prometheus, which is repeated at each poll while it fires.
        case rule
        /// A document of `market.status`.
        case status
        /// A document of `market.gap`.
        case gap
        /// This service.
        case alerts
    }

    /// The key of the condition: events with the same key belong together.
    var key: String
    /// The change.
    var change: Change
    /// Who says so.
    var origin: Origin
    /// How much it matters.
    var severity: AlertSeverity
    /// The name in one word, such as `FeedSilent`.
    var name: String
    /// One sentence.
    var summary: String
    /// Details; may be empty.
    var detail = ""
    /// The subject, such as the venue.
    var labels: [String: String] = [:]
}
