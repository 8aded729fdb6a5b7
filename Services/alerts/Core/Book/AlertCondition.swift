/// The state of one condition for one channel: the actual state, and the last reported one.
struct AlertCondition: Sendable, Hashable {
    /// The last reported state.
    enum Belief: String, Sendable {
        /// The condition was reported as holding.
        case holds
        /// The condition was reported as over.
        case isOver
    }

    /// The last event that started or repeated it.
    var event: AlertEvent
    /// Whether it holds.
    var isHolding: Bool
    /// The time of its first event, in nanoseconds since 1970, like all times here.
    var since: Int64
    /// When it became reportable: at its first event, or when it became more severe than reported.
    var newsTime: Int64
    /// When it last began, ended or occurred.
    var changeTime: Int64
    /// The time of its last event.
    var heardTime: Int64
    /// How often it began or occurred since the last report.
    var count = 1
    /// The last reported state; nil before the first report.
    var belief: Belief?
    /// The time of the last report.
    var toldTime: Int64 = 0
    /// The last reported severity.
    var toldSeverity: AlertSeverity?

    /// Takes the first event of the condition.
    init(_ event: AlertEvent, now: Int64) {
        self.event = event
        isHolding = event.change == .fires
        since = now
        newsTime = now
        changeTime = now
        heardTime = now
    }

    /// Whether it holds and is more severe than reported.
    var isWorse: Bool { isHolding && toldSeverity.map { event.severity > $0 } ?? false }

    /// Whether it is to be reported when the group time is over.
    var isNews: Bool { belief == nil || isWorse }

    /// When the next report is due.
    ///
    /// A change is reported when it has been stable for the quiet time. A flapping condition is reported when it begins, and
    /// then as often as a persistent one.
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

    /// Whether there is nothing left to report, and no further event would belong to the reported condition.
    func isDone(_ limits: AlertBook.Limits, now: Int64) -> Bool {
        belief == .isOver && !isHolding && count == 0 && now - changeTime >= limits.quietNanoseconds
    }

    /// The condition as part of a message.
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

    /// Processes another event that starts or repeats it.
    mutating func note(_ event: AlertEvent, now: Int64) {
        let wasWorse = isWorse
        let begins = event.change == .fires
        // Polled origins repeat at each poll that the condition holds.
        let isPolled = event.origin == .rule || event.origin == .alerts
        if !begins || !isHolding || !isPolled { count += 1 }
        if !begins || !isHolding { changeTime = now }
        isHolding = begins
        self.event = event
        heardTime = now
        if isWorse, !wasWorse { newsTime = now }
    }

    /// Processes the end of the condition.
    mutating func end(now: Int64) {
        guard isHolding else { return }
        isHolding = false
        changeTime = now
        heardTime = now
    }

    /// Records a report. Events since the report was built are still to be reported.
    mutating func wasTold(_ item: AlertMessage.Item, now: Int64) {
        belief = item.state == .firing || item.state == .repeated ? .holds : .isOver
        toldTime = now
        toldSeverity = item.event.severity
        count = max(0, count - item.count)
    }
}
