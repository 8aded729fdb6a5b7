import VenueKit

/// Tracks the subscription requests of one session: which are pending, which topics the venue refuses, and when those are
/// retried. A refused request is split until the refused topic is alone and all others are subscribed.
///
/// It does no I/O: answers with their time in nanoseconds go in, and frames to send come out.
struct SubscribeLedger {
    /// The wait before a refused topic is retried, because the venue may list it later; doubles up to the longest.
    static let retryNanoseconds: Int64 = 600_000_000_000
    /// The longest such time.
    static let longestRetryNanoseconds: Int64 = 3_600_000_000_000
    /// The wait after an answer that means "not now"; doubles up to `retryNanoseconds`.
    static let postponedNanoseconds: Int64 = 10_000_000_000
    /// The maximum number of requests that are retried at once; the others follow the next time.
    static let sentAtOnce = 20
    /// The maximum number of pending requests; the oldest are forgotten first.
    static let outstandingLimit = 4096

    /// The changes caused by an answer.
    struct Change: Equatable {
        /// Frames to send.
        var frames: [String] = []
        /// Names that are subscribed.
        var accepted: [String] = []
        /// Names that are refused, with the venue's message.
        var refused: [Refusal] = []
    }

    /// A topic that the venue refuses.
    struct Refusal: Equatable {
        var name: String
        var words: String
    }

    private struct Outstanding {
        var number: Int
        var request: SubscribeRequest
        /// How often it was sent unchanged and failed.
        var failures: Int
    }

    private struct Waiting {
        var request: SubscribeRequest
        var time: Int64
        var failures: Int
    }

    private var outstanding: [Outstanding] = []
    private var waiting: [Waiting] = []
    private var nextNumber = ConnectionPlan.firstNumber

    /// The first frames of a session. Topics that are known to be refused are requested separately, so that they do not block
    /// others.
    mutating func begin(_ requests: [SubscribeRequest], refused: Set<String>) -> [String] {
        var frames: [String] = []
        var single: [SubscribeRequest] = []
        for request in requests {
            let isRefused = request.names.map(refused.contains)
            guard isRefused.contains(true), !request.topics.isEmpty else {
                frames.append(frame(for: request))
                continue
            }
            let topics = zip(request.topics, isRefused)
            let others = topics.filter { !$0.1 }.map(\.0)
            if !others.isEmpty { frames.append(frame(for: request.asking(for: others))) }
            single += topics.filter(\.1).map { request.asking(for: [$0.0]) }
        }
        return frames + single.map { frame(for: $0) }
    }

    /// The frame of another request, which then counts as sent.
    mutating func frame(for request: SubscribeRequest) -> String { send(request, failures: 0) }

    private mutating func send(_ request: SubscribeRequest, failures: Int) -> String {
        if outstanding.count >= Self.outstandingLimit { outstanding.removeFirst() }
        outstanding.append(Outstanding(number: nextNumber, request: request, failures: failures))
        defer { nextNumber += 1 }
        return request.frame(number: nextNumber)
    }

    /// The frames of requests that are due for a retry.
    mutating func due(at now: Int64) -> [String] {
        guard !waiting.isEmpty else { return [] }
        var frames: [String] = []
        var kept: [Waiting] = []
        for entry in waiting {
            guard entry.time <= now, frames.count < Self.sentAtOnce else {
                kept.append(entry)
                continue
            }
            frames.append(send(entry.request, failures: entry.failures))
        }
        waiting = kept
        return frames
    }

    // MARK: - Answers

    /// Processes an answer received at `now`.
    mutating func take(_ answer: SubscribeAnswer, at now: Int64) -> Change {
        switch answer.outcome {
        case .inForce(let names):
            guard let number = answer.number else { return confirm(names) }
            guard let entry = remove(number) else { return Change() }
            return judge(entry, { names.contains($0) ? .accepted : .refused }, answer.words, at: now)
        case .judged(let accepted, let refused):
            return judge(accepted, refused, answer.words, at: now)
        case .accepted:
            guard let entry = remove(answer) else { return Change() }
            return Change(accepted: entry.request.names)
        case .repeated:
            guard let entry = remove(answer) else { return Change() }
            if entry.request.topics.count < 2 { return Change(accepted: entry.request.names) }
            return takeApart(entry, answer.words, at: now)
        case .refused:
            guard let entry = remove(answer) else { return Change() }
            return takeApart(entry, answer.words, at: now)
        case .postponed:
            guard let entry = remove(answer) else { return Change() }
            let wait = min(Self.retryNanoseconds, Self.postponedNanoseconds << Int64(min(entry.failures, 10)))
            waiting.append(Waiting(request: entry.request, time: now + wait, failures: entry.failures + 1))
            return Change()
        }
    }

    /// Splits a refused request in halves, until one topic is left.
    private mutating func takeApart(_ entry: Outstanding, _ words: String, at now: Int64) -> Change {
        let topics = entry.request.topics
        guard topics.count > 1 else { return refuse(entry, entry.request, words, at: now) }
        let middle = topics.count / 2
        let halves = [topics[..<middle], topics[middle...]].map { entry.request.asking(for: $0) }
        return Change(frames: halves.map { frame(for: $0) })
    }

    /// A request with at most one topic is refused; it is retried later.
    private mutating func refuse(
        _ entry: Outstanding, _ request: SubscribeRequest, _ words: String, at now: Int64
    ) -> Change {
        let wait = min(Self.longestRetryNanoseconds, Self.retryNanoseconds << Int64(min(entry.failures, 10)))
        waiting.append(Waiting(request: request, time: now + wait, failures: entry.failures + 1))
        return Change(refused: request.names.map { Refusal(name: $0, words: words) })
    }

    private enum Verdict {
        case accepted, refused, open
    }

    /// Evaluates the topics of a request one by one; topics without a result stay pending.
    private mutating func judge(
        _ entry: Outstanding, _ verdict: (String) -> Verdict, _ words: String, at now: Int64
    ) -> Change {
        var change = Change()
        var open: [String] = []
        for (name, topic) in zip(entry.request.names, entry.request.topics) {
            switch verdict(name) {
            case .accepted: change.accepted.append(name)
            case .refused: change.refused += refuse(entry, entry.request.asking(for: [topic]), words, at: now).refused
            case .open: open.append(topic)
            }
        }
        guard !open.isEmpty else { return change }
        var rest = entry
        rest.request = entry.request.asking(for: open)
        outstanding.append(rest)
        return change
    }

    private mutating func judge(
        _ accepted: Set<String>, _ refused: Set<String>, _ words: String, at now: Int64
    ) -> Change {
        var change = Change()
        let entries = outstanding
        outstanding = []
        for entry in entries {
            let verdict = judge(
                entry, { refused.contains($0) ? .refused : accepted.contains($0) ? .accepted : .open }, words, at: now)
            change.accepted += verdict.accepted
            change.refused += verdict.refused
        }
        return change
    }

    /// Removes the requests all of whose topics are subscribed.
    private mutating func confirm(_ names: Set<String>) -> Change {
        var change = Change()
        outstanding.removeAll { entry in
            guard names.isSuperset(of: entry.request.names) else { return false }
            change.accepted += entry.request.names
            return true
        }
        return change
    }

    // MARK: - Whose answer it is

    private mutating func remove(_ number: Int) -> Outstanding? {
        outstanding.firstIndex { $0.number == number }.map { outstanding.remove(at: $0) }
    }

    /// Removes the request that is answered: the one with the number, else the oldest with the blamed topic, else the oldest.
    private mutating func remove(_ answer: SubscribeAnswer) -> Outstanding? {
        if let number = answer.number { return remove(number) }
        guard !outstanding.isEmpty else { return nil }
        let index = answer.blamed.flatMap { blamed in
            outstanding.firstIndex { $0.request.topics.contains(blamed) || $0.request.names.contains(blamed) }
        }
        return outstanding.remove(at: index ?? 0)
    }
}
