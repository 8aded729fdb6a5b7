/// What one channel has to tell, and when: groups what comes together, says nothing twice within a time, keeps to a rate,
/// and tells what is resolved only where it has told that it fired.
///
/// A message is made of what is true when it can be delivered: while the rate or a server holds messages up, news gather
/// in the conditions, and there is no queue of messages.
struct AlertBook: Sendable {
    /// What a channel is set to.
    struct Limits: Sendable {
        /// Less severe events are passed over.
        var minimumSeverity: AlertSeverity
        /// How long what comes after the first news waits for more.
        var groupNanoseconds: Int64
        /// How long a condition stays as it is before its change is told.
        var quietNanoseconds: Int64
        /// How long a condition that holds on is not told again.
        var repeatNanoseconds: Int64
        /// Messages a minute at most.
        var messagesPerMinute: Int
    }

    /// Conditions known at once; events of more are counted as left out.
    static let maximumConditions = 2000
    /// A condition that was told and of which nobody speaks for so long is forgotten: its instrument may have expired.
    static let forgetNanoseconds: Int64 = 24 * 3_600_000_000_000

    private let limits: Limits
    private var known: [String: AlertCondition] = [:]
    /// Events for which there was no room since the last message.
    private(set) var leftOut = 0
    private var leftOutTime: Int64 = 0
    private var tokens: Double
    private var lastRefill: Int64?

    /// - Parameter conditions: what a former process knew.
    init(_ limits: Limits, conditions: [AlertCondition] = []) {
        self.limits = limits
        tokens = Double(limits.messagesPerMinute)
        for condition in conditions.prefix(Self.maximumConditions) { known[condition.event.key] = condition }
    }

    /// What it knows, which is to outlive the process.
    var conditions: [AlertCondition] { Array(known.values) }

    /// Takes an event in. `now` is nanoseconds since 1970, as everywhere here.
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

    /// Takes in all rules that fire: those that did and are not among them do so no longer.
    mutating func take(rules: [AlertEvent], now: Int64) {
        let firing = Set(rules.map(\.key))
        let ended = known.filter { $0.value.event.origin == .rule && !firing.contains($0.key) }
        for key in ended.keys { known[key]?.end(now: now) }
        for rule in rules { take(rule, now: now) }
    }

    /// The message that is due; nil when there is none, or when the rate allows none yet. It is due until ``wasTold(_:now:)``.
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

    /// People have a message, or will never have it: it is not due any more.
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
