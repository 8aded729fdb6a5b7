import VenueKit

/// Keeps account of what one session has asked to subscribe to: what is under way, what the venue refuses, and when that is
/// tried again. A request that is refused is taken apart until the topic that the venue does not want stands alone, and all
/// others are in force.
///
/// It does no I/O: answers go in with their time in nanoseconds, frames to send come out.
struct SubscribeLedger {
    /// How long a refused topic is left alone, since the venue may list it one day; it doubles up to the longest.
    static let retryNanoseconds: Int64 = 600_000_000_000
    /// The longest such time.
    static let longestRetryNanoseconds: Int64 = 3_600_000_000_000
    /// How long to wait after an answer that says "not now"; it doubles up to `retryNanoseconds`.
    static let postponedNanoseconds: Int64 = 10_000_000_000
    /// Requests that are sent again at once; the others have their turn the next time.
    static let sentAtOnce = 20
    /// Requests whose answers are waited for; the oldest are forgotten first.
    static let outstandingLimit = 4096

    /// What an answer changes.
    struct Change: Equatable {
        /// Frames to send.
        var frames: [String] = []
        /// Names that are in force.
        var accepted: [String] = []
        /// Names that are refused, with the venue's words.
        var refused: [Refusal] = []
    }

    /// A topic that the venue does not want.
    struct Refusal: Equatable {
        var name: String
        var words: String
    }

    private struct Outstanding {
        var number: Int
        var request: SubscribeRequest
        /// How often it was sent in vain as it is.
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

    /// The frames that begin a session. What is known to be refused is asked for by itself, so that it holds up nothing else.
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

    /// The frame of one more request, which counts as sent.
    mutating func frame(for request: SubscribeRequest) -> String { send(request, failures: 0) }

    private mutating func send(_ request: SubscribeRequest, failures: Int) -> String {
        if outstanding.count >= Self.outstandingLimit { outstanding.removeFirst() }
        outstanding.append(Outstanding(number: nextNumber, request: request, failures: failures))
        defer { nextNumber += 1 }
        return request.frame(number: nextNumber)
    }

    /// The frames of what is to be tried again.
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

    /// Takes an answer that came at `now`.
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

    /// Halves of what is refused, until one topic is left.
    private mutating func takeApart(_ entry: Outstanding, _ words: String, at now: Int64) -> Change {
        let topics = entry.request.topics
        guard topics.count > 1 else { return refuse(entry, entry.request, words, at: now) }
        let middle = topics.count / 2
        let halves = [topics[..<middle], topics[middle...]].map { entry.request.asking(for: $0) }
        return Change(frames: halves.map { frame(for: $0) })
    }

    /// One topic, or none, is refused; it is tried again later.
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

    /// Judges the topics of a request one by one; those that are left open are waited for.
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

    /// The requests all of whose topics are in force are done.
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

    /// The request that is meant: by its number, or else the oldest that has what is blamed, or else the oldest.
    private mutating func remove(_ answer: SubscribeAnswer) -> Outstanding? {
        if let number = answer.number { return remove(number) }
        guard !outstanding.isEmpty else { return nil }
        let index = answer.blamed.flatMap { blamed in
            outstanding.firstIndex { $0.request.topics.contains(blamed) || $0.request.names.contains(blamed) }
        }
        return outstanding.remove(at: index ?? 0)
    }
}
