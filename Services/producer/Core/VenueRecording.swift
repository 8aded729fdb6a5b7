import Documents
import MarketData
import Runtime
import VenueKit
import WebSocket

/// The connections of one venue and source, on their own event loop.
///
/// It is only used on the loop's thread, so it is `Sendable` without locks.
final class VenueRecording: @unchecked Sendable {
    private let config: ProducerConfig
    private let contexts: [Product: ConnectionContext]
    private let facts: ResnapshotFacts
    private let loop: EventLoop
    private var board: ResnapshotBoard
    private var connections: [Product: [VenueConnection]] = [:]
    private let listingFacts: [Product: ListingFacts]
    private var refreshes: [ListingRefresh] = []
    private var rosters: [Product: SymbolRoster] = [:]
    private var isStopped = false
    private let state: RecordingState
    private let watchdog: Watchdog
    private var survey: EventLoopTimer?

    /// The interval at which connections are counted and the watchdog is fed.
    private static let surveyInterval = Duration.milliseconds(500)

    init(
        _ config: ProducerConfig, contexts: [Product: ConnectionContext], facts: ResnapshotFacts,
        listingFacts: [Product: ListingFacts], loop: EventLoop, state: RecordingState, watchdog: Watchdog
    ) {
        self.state = state
        self.watchdog = watchdog
        self.listingFacts = listingFacts
        self.config = config
        self.contexts = contexts
        self.facts = facts
        self.loop = loop
        board = ResnapshotBoard(intervalMilliseconds: config.policies.mapValues(\.resnapshotMilliseconds))
    }

    /// Creates the connections and connects. If the symbols come from the venue's listing, it waits for the listing.
    func start() {
        survey = loop.schedule(after: Self.surveyInterval, repeats: true) { [weak self] in self?.tell() }
        for subscription in config.subscriptions {
            guard let context = contexts[subscription.product] else { continue }
            guard let filter = config.filters[subscription.product], let facts = listingFacts[subscription.product]
            else {
                connect(subscription, context)
                continue
            }
            let refresh = ListingRefresh(subscription.product, filter: filter, context: context, facts: facts) {
                [unowned self] symbols in follow(symbols, subscription, context, facts)
            }
            refreshes.append(refresh)
            refresh.start()
        }
    }

    /// Closes the connections permanently.
    func stop() {
        isStopped = true
        survey?.cancel()
        for refresh in refreshes { refresh.stop() }
        for connection in connections.values.joined() { connection.stop() }
    }

    /// Pauses the venue because there is no room for its data, or resumes it. While paused, sockets are not read, no connection
    /// is opened and nothing is requested, and missing frames do not count as silence.
    func setReading(_ isOn: Bool) {
        for context in contexts.values { context.setReading(isOn) }
        for connection in connections.values.joined() { connection.readingChanged() }
    }

    /// Reports the number of recording connections, and that the loop is running.
    private func tell() {
        watchdog.beat()
        let all = connections.values.joined()
        state.note(
            wanted: all.count, recording: all.count(where: \.isRecording),
            unlisted: config.subscriptions.count - connections.count,
            refused: all.reduce(into: [:]) { topics, connection in
                for (name, words) in connection.refusals {
                    topics["\(connection.plan.product.name) \(name)"] = words
                }
            })
    }

    /// The venue now lists these symbols.
    private func follow(
        _ symbols: [String], _ subscription: Subscription, _ context: ConnectionContext, _ facts: ListingFacts
    ) {
        guard !isStopped else { return }
        var roster = rosters[subscription.product] ?? SymbolRoster()
        let change = roster.update(to: symbols)
        guard !change.added.isEmpty || !change.removed.isEmpty else { return }
        rosters[subscription.product] = roster
        facts.changed(added: change.added, removed: change.removed, total: roster.symbols.count)
        var wanted = subscription
        wanted.symbols = roster.symbols
        connect(wanted, context, facts)
    }

    /// Creates one connection for each plan of the subscription. Changed connections are replaced by successors, and surplus
    /// ones are closed.
    private func connect(_ subscription: Subscription, _ context: ConnectionContext, _ facts: ListingFacts? = nil) {
        var plans = config.venue.plan(subscription)
        if let facts, plans.count > context.policy.maximumConnections {
            facts.failed("\(plans.count) connections are needed, \(context.policy.maximumConnections) may be open")
            plans.removeLast(plans.count - context.policy.maximumConnections)
        }
        var left = Dictionary(
            (connections[subscription.product] ?? []).map { ($0.plan.name, $0) },
            uniquingKeysWith: { first, _ in first })
        connections[subscription.product] = plans.map { plan in
            if let known = left.removeValue(forKey: plan.name) {
                known.change(to: plan)
                return known
            }
            let connection = VenueConnection(plan: plan, context: context)
            connection.start()
            return connection
        }
        for connection in left.values { connection.stop() }
    }

    // MARK: - Snapshots

    /// Obeys a request for a snapshot, if it is for this venue and within the limits.
    func resnapshot(_ request: ResnapshotRequest) {
        guard request.venue == config.venue.name, !isStopped else { return }
        let now = contexts[request.product]?.now() ?? request.requestTime.nanoseconds
        guard let kind = Self.kinds[request.channel], !carriers(of: request, kind).isEmpty else {
            return facts.happened(request, .unknown)
        }
        switch board.judge(request, at: now) {
        case .now: ask(request, kind)
        case .stale: facts.happened(request, .stale)
        case .conflated: facts.happened(request, .conflated)
        case .later(let nanoseconds):
            facts.happened(request, .postponed)
            loop.schedule(after: .nanoseconds(nanoseconds)) { [self] in
                guard !isStopped, let context = contexts[request.product] else { return }
                board.due(request, at: context.now())
                ask(request, kind)
            }
        }
    }

    /// The channels that a request may name.
    private static let kinds: [String: EventKind] = [
        EventKind.book.topicName: .book, EventKind.order.topicName: .order,
    ]

    private func carriers(of request: ResnapshotRequest, _ kind: EventKind) -> [VenueConnection] {
        (connections[request.product] ?? []).filter { $0.carries(request.symbol, kind) }
    }

    private func ask(_ request: ResnapshotRequest, _ kind: EventKind) {
        for connection in carriers(of: request, kind) {
            switch connection.resnapshot(request.symbol, kind) {
            case .resubscribed: facts.happened(request, .resubscribed)
            case .requested: facts.happened(request, .requested)
            case nil: facts.happened(request, .closed)
            }
        }
    }
}
