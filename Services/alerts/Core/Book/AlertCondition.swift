/// What one channel knows of one condition: how it is, and what its people believe.
struct AlertCondition: Sendable, Hashable {
    /// What people were told last.
    enum Belief: String, Sendable {
        /// That it holds.
        case holds
        /// That it is over.
        case isOver
    }

    /// The last event that said that it holds or happened.
    var event: AlertEvent
    /// Whether it holds.
    var isHolding: Bool
    /// When it was first heard of; as all times here in nanoseconds since 1970.
    var since: Int64
    /// When it became news: when it was first heard of, or when it became worse than was told.
    var newsTime: Int64
    /// When it last began, ended or happened.
    var changeTime: Int64
    /// When it was last heard of.
    var heardTime: Int64
    /// How often it began or happened since it was last told.
    var count = 1
    /// What people believe; nil before they were told anything.
    var belief: Belief?
    /// When they were told last.
    var toldTime: Int64 = 0
    /// As how severe they were told of it.
    var toldSeverity: AlertSeverity?

    /// A condition of which this is the first event.
    init(_ event: AlertEvent, now: Int64) {
        self.event = event
        isHolding = event.change == .fires
        since = now
        newsTime = now
        changeTime = now
        heardTime = now
    }

    /// Whether it holds and is more severe than anybody was told.
    var isWorse: Bool { isHolding && toldSeverity.map { event.severity > $0 } ?? false }

    /// Whether it waits for the group's end to be told.
    var isNews: Bool { belief == nil || isWorse }

    /// When there is something to tell of it.
    ///
    /// What changes is told when it has stayed so for the quiet time: what comes and goes all the time is told when it
    /// began, and then as often as what holds on.
    func dueTime(_ limits: AlertBook.Limits) -> Int64 {
        if isNews { return newsTime + limits.groupNanoseconds }
        let repetition = toldTime + limits.repeatNanoseconds
        let calm = changeTime + limits.quietNanoseconds
        switch (belief == .holds, isHolding) {
        case (true, true): return repetition
        case (true, false), (false, true): return calm
        case (false, false): return count > 0 ? min(repetition, calm) : .max
        }
    }

    /// Whether nothing is left to tell of it, and no further event would belong to what was told.
    func isDone(_ limits: AlertBook.Limits, now: Int64) -> Bool {
        belief == .isOver && !isHolding && count == 0 && now - changeTime >= limits.quietNanoseconds
    }

    /// It as part of a message.
    var item: AlertMessage.Item {
        let state: AlertMessage.Item.State =
            switch (isHolding, belief) {
            case (true, .holds): isWorse ? .firing : .repeated
            case (true, _): .firing
            case (false, .holds): .resolved
            case (false, _): event.change == .happens ? .happened : .passed
            }
        return AlertMessage.Item(state: state, event: event, since: since, count: count)
    }

    /// Takes in one more event that says that it holds or happened.
    mutating func note(_ event: AlertEvent, now: Int64) {
        let wasWorse = isWorse
        let begins = event.change == .fires
        // Who is asked says at each poll that it holds.
        let isPolled = event.origin == .rule || event.origin == .alerts
        if !begins || !isHolding || !isPolled { count += 1 }
        if !begins || !isHolding { changeTime = now }
        isHolding = begins
        self.event = event
        heardTime = now
        if isWorse, !wasWorse { newsTime = now }
    }

    /// It holds no longer.
    mutating func end(now: Int64) {
        guard isHolding else { return }
        isHolding = false
        changeTime = now
        heardTime = now
    }

    /// People were told this of it. What has happened meanwhile is still to be told.
    mutating func wasTold(_ item: AlertMessage.Item, now: Int64) {
        belief = item.state == .firing || item.state == .repeated ? .holds : .isOver
        toldTime = now
        toldSeverity = item.event.severity
        count = max(0, count - item.count)
    }
}
