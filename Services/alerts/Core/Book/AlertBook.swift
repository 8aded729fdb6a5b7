/// Decides what one channel reports, and when. It groups events that come together, does not repeat anything within a
/// configured time, limits the rate, and reports a recovery only if it has reported the alert.
///
/// A message is built from the current state when it can be delivered. While the rate limit or a server delays messages,
/// changes accumulate in the conditions, so there is no queue of messages.
struct AlertBook: Sendable {
    /// The settings of a channel.
    struct Limits: Sendable {
        /// Less severe events are ignored.
        var minimumSeverity: AlertSeverity
        /// How long the first event of a message waits for further ones.
        var groupNanoseconds: Int64
        /// How long a condition must be stable before its change is reported.
        var quietNanoseconds: Int64
        /// How long a persistent condition is not reported again.
        var repeatNanoseconds: Int64
        /// The maximum number of messages per minute.
        var messagesPerMinute: Int
    }

    /// The maximum number of tracked conditions; events of further ones are counted as left out.
    static let maximumConditions = 2000
    /// A reported condition without events for this long is forgotten, because its instrument may have expired.
    static let forgetNanoseconds: Int64 = 24 * 3_600_000_000_000

    private let limits: Limits
    private var known: [String: AlertCondition] = [:]
    /// The number of events left out since the last message.
    private(set) var leftOut = 0
    private var leftOutTime: Int64 = 0
    private var tokens: Double
    private var lastRefill: Int64?

    /// - Parameter conditions: the conditions of an earlier process.
    init(_ limits: Limits, conditions: [AlertCondition] = []) {
        self.limits = limits
        tokens = Double(limits.messagesPerMinute)
        for condition in conditions.prefix(Self.maximumConditions) { known[condition.event.key] = condition }
    }

    /// The tracked conditions, which must survive the process.
    var conditions: [AlertCondition] { Array(known.values) }

    /// Processes an event. `now` is nanoseconds since 1970, as everywhere here.
    mutating func take(_ event: AlertEvent, now: Int64) {
        guard event.change != .resolves else {
            known[event.key]?.end(now: now)
            return
        }
        guard event.severity >= limits.minimumSeverity else { return }
        guard known[event.key] == nil else {
            known[event.key]?.note(event, now: now)
            return
        }
        guard known.count < Self.maximumConditions else {
            if leftOut == 0 { leftOutTime = now }
            leftOut += 1
            return
        }
        known[event.key] = AlertCondition(event, now: now)
    }

    /// Processes the complete list of firing rules. Rules that fired before and are not in it have ended.
    mutating func take(rules: [AlertEvent], now: Int64) {
        let firing = Set(rules.map(\.key))
        let ended = known.filter { $0.value.event.origin == .rule && !firing.contains($0.key) }
        for key in ended.keys { known[key]?.end(now: now) }
        for rule in rules { take(rule, now: now) }
    }

    /// The message that is due; nil if there is none or the rate limit does not allow one yet. It stays due until
    /// ``wasTold(_:now:)``.
    mutating func next(now: Int64) -> AlertMessage? {
        refill(now)
        forget(now)
        guard tokens >= 1 else { return nil }
        let isLeftOutDue = leftOut > 0 && now >= leftOutTime + limits.groupNanoseconds
        guard isLeftOutDue || known.values.contains(where: { now >= $0.dueTime(limits) }) else { return nil }
        var items = known.values.filter { $0.isNews || now >= $0.dueTime(limits) }.map(\.item)
        items.sort {
            ($1.event.severity, $0.since, $0.event.key) < ($0.event.severity, $1.since, $1.event.key)
        }
        return AlertMessage(items: items, leftOut: leftOut)
    }

    /// A message was delivered, or will never be: it is no longer due.
    mutating func wasTold(_ message: AlertMessage, now: Int64) {
        tokens -= 1
        leftOut = max(0, leftOut - message.leftOut)
        for item in message.items {
            let key = item.event.key
            known[key]?.wasTold(item, now: now)
            if item.state == .resolved, known[key]?.isHolding == false { known[key] = nil }
        }
    }

    private mutating func forget(_ now: Int64) {
        let old = known.filter { _, condition in
            condition.isDone(limits, now: now)
                || (condition.belief != nil && now - condition.heardTime >= Self.forgetNanoseconds)
        }
        for key in old.keys { known[key] = nil }
    }

    private mutating func refill(_ now: Int64) {
        let elapsed = Double(max(0, now - (lastRefill ?? now))) / 60e9
        lastRefill = now
        let most = Double(limits.messagesPerMinute)
        tokens = min(most, tokens + elapsed * most)
    }
}
