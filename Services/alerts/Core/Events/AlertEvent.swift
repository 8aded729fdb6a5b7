/// Something that people may want to hear of: a condition that begins or ends, or what just happened.
struct AlertEvent: Sendable, Hashable {
    /// What it says of its condition.
    enum Change: String, Sendable {
        /// It holds, until `resolves` of the same key.
        case fires
        /// It holds no longer.
        case resolves
        /// It happened and is over.
        case happens
    }

    /// Who says so.
    enum Origin: String, Sendable {
        /// A rule of Prometheus, which says at each poll that it still holds.
        case rule
        /// A document of `market.status`.
        case status
        /// A document of `market.gap`.
        case gap
        /// This service of itself.
        case alerts
    }

    /// The condition: events of one key are about the same.
    var key: String
    /// What it says.
    var change: Change
    /// Who says so.
    var origin: Origin
    /// How much it matters.
    var severity: AlertSeverity
    /// What it is called, in one word, such as `FeedSilent`.
    var name: String
    /// One sentence.
    var summary: String
    /// What else there is to know; may be empty.
    var detail = ""
    /// What it is about, such as the venue.
    var labels: [String: String] = [:]
}
