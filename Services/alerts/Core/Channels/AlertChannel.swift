import Base
import Runtime
import Synchronization
import Transfer

/// One channel: its book, and the thread that delivers due messages one after the other.
final class AlertChannel: Sendable {
    /// The waits after failed attempts, in milliseconds.
    struct Patience: Sendable {
        /// After the first failure; doubled with each further one.
        var first = 1_000
        /// The longest wait.
        var most = 60_000
        /// The longest that a server may ask us to wait.
        var mostAsked = 600_000
    }

    /// The interval of checks for due messages.
    private static let lookMilliseconds = 200
    /// How long deliveries may fail before the channel counts as failed.
    private static let toleratedNanoseconds: Int64 = 60_000_000_000

    private struct State {
        var book: AlertBook
        /// The number of changes of the book.
        var changes = 0
        /// Since when deliveries have been failing.
        var failingSince: Int64?
    }

    /// A message that has not been delivered yet.
    private struct Attempt {
        var message: AlertMessage
        var id: String
    }

    let name: String
    private let sender: AlertSender
    private let metrics: AlertMetrics
    private let patience: Patience
    private let clock: WallClock
    private let state: Mutex<State>

    /// - Parameter conditions: the conditions of an earlier process.
    init(
        _ config: AlertChannelConfig, sender: AlertSender, metrics: AlertMetrics, conditions: [AlertCondition] = [],
        patience: Patience = Patience(), clock: WallClock = .system
    ) {
        name = config.name
        self.sender = sender
        self.metrics = metrics
        self.patience = patience
        self.clock = clock
        state = Mutex(State(book: AlertBook(config.limits, conditions: conditions)))
    }

    /// Processes events. May be called on any thread.
    func take(_ events: [AlertEvent]) {
        change { book, now in
            for event in events { book.take(event, now: now) }
        }
    }

    /// Processes the complete list of firing rules. May be called on any thread.
    func take(rules: [AlertEvent]) { change { book, now in book.take(rules: rules, now: now) } }

    private func change(_ body: (inout AlertBook, Int64) -> Void) {
        let now = clock.now()
        let leftOut = state.withLock { state in
            let before = state.book.leftOut
            body(&state.book, now)
            state.changes += 1
            return state.book.leftOut - before
        }
        if leftOut > 0 { metrics.leftOut.happened(name, name, count: leftOut, metadata: ["channel": "\(name)"]) }
    }

    /// Its conditions, and the number of their changes.
    var knowledge: (conditions: [AlertCondition], changes: Int) {
        state.withLock { ($0.book.conditions, $0.changes) }
    }

    /// The number of changes of its conditions.
    var changes: Int { state.withLock { $0.changes } }

    /// Whether deliveries have failed for longer than a temporary problem lasts.
    var isIll: Bool {
        let now = clock.now()
        return state.withLock { $0.failingSince.map { now - $0 >= Self.toleratedNanoseconds } ?? false }
    }

    /// Delivers until the shutdown is requested. Undelivered conditions are reported after the next start.
    func run(until shutdown: ShutdownSignal) {
        var last: Attempt?
        var pause = patience.first
        var wait = Self.lookMilliseconds
        while !shutdown.wait(milliseconds: wait) {
            wait = Self.lookMilliseconds
            let now = clock.now()
            guard let message = state.withLock({ $0.book.next(now: now) }) else { continue }
            // The id lets receivers recognise a repeated delivery.
            let attempt =
                last?.message == message
                ? last : Attempt(message: message, id: Self.identity())
            guard let attempt else { continue }
            last = attempt
            do throws(TransferError) {
                try sender.send(message, id: attempt.id, time: now, isCancelled: { shutdown.isRequested })
                told(message, isDelivered: true)
                (last, pause) = (nil, patience.first)
            } catch {
                if case .cancelled = error { return }
                wait = failed(message, error, pause)
                pause = min(pause * 2, patience.most)
            }
        }
    }

    private static func identity() -> String {
        "tapedeck-" + (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 16) }.joined()
    }

    private func told(_ message: AlertMessage, isDelivered: Bool) {
        let now = clock.now()
        state.withLock { state in
            state.book.wasTold(message, now: now)
            state.changes += 1
            if isDelivered { state.failingSince = nil }
        }
        guard isDelivered else { return }
        metrics.sent.happened(name, name, metadata: ["channel": "\(name)", "alerts": "\(message.items.count)"])
    }

    /// The wait in milliseconds before the next attempt, which reports the state at that time.
    private func failed(_ message: AlertMessage, _ error: TransferError, _ pause: Int) -> Int {
        let metadata: Logger.Metadata = ["channel": "\(name)", "error": "\(error)"]
        metrics.failures.happened(name, name, metadata: metadata)
        let now = clock.now()
        state.withLock { $0.failingSince = $0.failingSince ?? now }
        if !error.isRetriable {
            metrics.lost.happened(name, name, metadata: metadata)
            told(message, isDelivered: false)
        }
        return max(pause, min(error.retryAfterSeconds * 1_000, patience.mostAsked))
    }
}
