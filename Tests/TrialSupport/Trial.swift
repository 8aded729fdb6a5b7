import MarketData
import TestSupport

/// A minute of everything that may go wrong, by seed, and then some minutes in which nothing does: at the end every book must
/// be live and true, nothing that a source sent may be lost without a name, and Redis must never have stepped back.
public struct Trial: ~Copyable {
    private static let second: Int64 = 1_000_000_000
    private static let step: Int64 = 250_000_000
    private static let chaosSteps = 240
    private static let quietSeconds = 320
    /// Producers have every book's snapshot anew within this time; retention keeps more.
    private static let refresh: Int64 = 40 * second
    private static let retention: Int64 = 60 * second

    let seed: UInt64
    var random: SeededBits
    var events: RandomEvents
    let system: MemorySystem
    var markets: [TrialMarket] = []
    var sources: [TrialSource] = []
    var document = TrialDocument()
    /// Snapshots of the last seconds, by market: a REST cache may be behind.
    var cache: [[(message: TrialMarket.Message, time: Int64)]] = []
    private static let cacheLife: Int64 = 3 * second
    var now: Int64 = 1_700_000_000 * Self.second
    /// What was delivered of each market's numbered changes, and when first; and the ids of its trades.
    var delivered: [[Int64: Int64]]
    var deliveredTrades: Set<String> = []
    private var tradeCount = 0
    /// Markets in which a number was wrong or began anew, and when last: the venue lost track itself.
    var disturbed: [Int: Int64] = [:]
    /// Not again within this time: dedup cannot know to which of two numberings a change belongs before the first one has
    /// ended.
    private static let disturbance: Int64 = 20 * second
    let isHostile: Bool

    /// Makes the trial of a seed.
    ///
    /// - Parameter trace: is told what dedup was given and gave, a line each.
    public init(seed: UInt64, trace: ((String) -> Void)? = nil) {
        self.seed = seed
        system = MemorySystem(trace: trace)
        random = SeededBits(seed: seed)
        events = RandomEvents(seed: seed)
        isHostile = seed % 2 == 1
        let styles = TrialMarket.Style.allCases
        for number in 0..<4 {
            let style = styles[(Int(seed % 5) + number) % styles.count]
            markets.append(TrialMarket("M\(number)", style, at: now, &random))
        }
        delivered = Array(repeating: [:], count: markets.count)
        cache = Array(repeating: [], count: markets.count)
        for number in 0..<Int.random(in: 1...3, using: &random) {
            let most = Int64.random(in: 1...1500, using: &random) * 1_000_000
            sources.append(
                TrialSource(
                    "source\(number)", markets: markets.count, lag: 0...most,
                    loss: random.chance(2) ? 0 : Double.random(in: 0...0.05, using: &random),
                    repeats: random.chance(2) ? 0 : 0.05))
        }
    }

    /// Runs it and answers what went wrong; empty when all is well.
    public consuming func run() -> [String] {
        for source in sources.indices { sources[source].reconnectTime = now + Int64(source) * Self.step }
        for _ in 0..<Self.chaosSteps {
            now += random.chance(150) ? Int64.random(in: 1...30, using: &random) * Self.second : Self.step
            disturb()
            advance(changes: 0.6)
        }
        calm()
        for second in 0..<Self.quietSeconds {
            now += Self.second
            if second == 20 {
                system.retain(since: now - Self.retention)
                system.killSignals()
            }
            advance(changes: second < Self.quietSeconds - 70 ? 0.5 : 0)
        }
        system.finishArchive()
        return TrialJudge(
            system, markets: markets, delivered: delivered, trades: deliveredTrades, disturbed: Set(disturbed.keys)
        ).mistakes.map { "seed \(seed): \($0)" }
    }

    // MARK: - One step

    private mutating func advance(changes: Double) {
        for source in sources.indices where sources[source].reconnectTime.map({ $0 <= now }) == true { connect(source) }
        for market in markets.indices where Double.random(in: 0..<1, using: &random) < changes {
            broadcast(markets[market].change(at: now, &random), of: market)
            if cache[market].count > 3 { cache[market].removeFirst() }
            cache[market].append((markets[market].snapshot(), now))
            if random.chance(3) { trade(in: market) }
        }
        refresh()
        obey()
        deliver()
        system.runDedup(at: now)
        if !random.chance(4) { system.commitDedup() }
        system.runSignals(at: now)
        system.runArchiver(at: now)
    }

    private mutating func broadcast(_ message: TrialMarket.Message, of market: Int) {
        for source in sources.indices where sources[source].hears(market, at: now) {
            guard Double.random(in: 0..<1, using: &random) >= sources[source].loss else { continue }
            sources[source].send(message, of: market, at: now, &random)
            if Double.random(in: 0..<1, using: &random) < sources[source].repeats {
                sources[source].send(message, of: market, at: now, &random)
            }
        }
    }

    private mutating func trade(in market: Int) {
        tradeCount += 1
        for source in sources.indices where sources[source].hears(market, at: now) {
            let value = document.trade(
                "t\(tradeCount)", of: markets[market], source: sources[source].name, at: now)
            system.publish(value, kind: .trade, at: now)
            deliveredTrades.insert("t\(tradeCount)")
        }
    }

    private mutating func deliver() {
        for source in sources.indices {
            for delivery in sources[source].takeArrived(at: now) {
                let value = document.book(delivery, of: markets[delivery.market], source: sources[source].name)
                system.publish(value, kind: .book, at: now)
                if !delivery.message.isSnapshot, let last = delivery.message.last {
                    delivered[delivery.market][last] = delivered[delivery.market][last] ?? now
                }
            }
        }
    }

    // MARK: - Sources

    private mutating func connect(_ source: Int) {
        sources[source].isConnected = true
        sources[source].reconnectTime = nil
        for market in markets.indices {
            sources[source].nextRefresh[market] = now + Int64.random(in: 0...Self.refresh, using: &random)
            if markets[market].isBeside {
                // The subscription takes effect a little later than the snapshot is taken, or earlier.
                sources[source].hearsSince[market] = now + Int64.random(in: 0...400, using: &random) * 1_000_000
                answer(source, market)
            } else {
                sources[source].hearsSince[market] = now
                sources[source].send(markets[market].snapshot(), of: market, at: now, &random)
            }
        }
    }

    /// A snapshot over REST, out of a cache that may be behind.
    private mutating func answer(_ source: Int, _ market: Int) {
        let fresh = cache[market].filter { now - $0.time <= Self.cacheLife }
        let snapshot = fresh.randomElement(using: &random)?.message ?? markets[market].snapshot()
        sources[source].send(
            snapshot, of: market, at: now, after: Int64.random(in: 50...400, using: &random) * 1_000_000, &random)
    }

    private mutating func refresh() {
        for source in sources.indices where sources[source].isConnected {
            for market in markets.indices where sources[source].nextRefresh[market] <= now {
                sources[source].nextRefresh[market] = now + Self.refresh
                if markets[market].isBeside {
                    answer(source, market)
                } else if sources[source].hears(market, at: now) {
                    // A successor's session begins with one, and the old one goes on meanwhile.
                    sources[source].send(markets[market].snapshot(), of: market, at: now, &random)
                }
            }
        }
    }

    private mutating func obey() {
        let requests = Set(system.requests.map(\.symbol))
        system.requests = []
        for market in markets.indices where requests.contains(markets[market].symbol) {
            for source in sources.indices
            where sources[source].isConnected && now - sources[source].lastRequest[market] >= 10 * Self.second {
                sources[source].lastRequest[market] = now
                if markets[market].isBeside {
                    answer(source, market)
                } else {
                    // It leaves the channel and comes back: what happens in between it does not hear.
                    sources[source].hearsSince[market] = now
                    sources[source].send(markets[market].snapshot(), of: market, at: now, &random)
                }
            }
        }
    }

    // MARK: - What goes wrong

    private mutating func disturb() {
        if random.chance(60) {
            let source = Int.random(in: 0..<sources.count, using: &random)
            sources[source].isConnected = false
            sources[source].hearsSince = Array(repeating: nil, count: markets.count)
            sources[source].reconnectTime = now + Int64.random(in: 1...8, using: &random) * Self.second
        }
        if random.chance(40) { system.killDedup(at: now) }
        if random.chance(80) { system.killSignals() }
        if random.chance(120) {
            system.retain(since: now - Int64.random(in: 0...60, using: &random) * Self.second)
            system.killSignals()
        }
        guard isHostile else { return }
        if random.chance(3) {
            system.publish(document.hostileBook(&random, source: "h", at: now), kind: .book, at: now)
        }
        if random.chance(5) {
            let event = document.random(&events)
            system.publish(event.value, kind: event.kind, at: now)
        }
        if random.chance(20) { system.publish(Array("{\"type\":\"trade\",".utf8), kind: .trade, at: now) }
        if random.chance(150) { spoil() }
        if random.chance(400) { restartNumbers() }
    }

    /// A venue's message with a wrong number or time, to one source.
    private mutating func spoil() {
        let market = Int.random(in: 0..<markets.count, using: &random)
        let source = Int.random(in: 0..<sources.count, using: &random)
        guard sources[source].hears(market, at: now), mayDisturb(market) else { return }
        disturbed[market] = now
        var message = markets[market].snapshot()
        let isRestart = markets[market].style == .contiguous && random.chance(2)
        if isRestart {
            message.last = 1
            message.eventTime = 4_102_444_800 * Self.second
        } else {
            message.isSnapshot = false
            message.last = 1 << 62
            message.first = message.last
            message.previous = markets[market].style == .ranges || markets[market].style == .contiguous ? nil : 1 << 61
            message.eventTime = now
        }
        sources[source].send(message, of: market, at: now, &random)
    }

    private func mayDisturb(_ market: Int) -> Bool {
        markets[market].style != .unordered && disturbed[market].map { now - $0 > Self.disturbance } ?? true
    }

    private mutating func restartNumbers() {
        let market = Int.random(in: 0..<markets.count, using: &random)
        guard mayDisturb(market) else { return }
        disturbed[market] = now
        markets[market].restartNumbers()
        cache[market] = []
        guard markets[market].style == .contiguous else { return }
        var snapshot = markets[market].snapshot()
        snapshot.eventTime = now
        broadcast(snapshot, of: market)
    }

    /// Nothing goes wrong any more.
    private mutating func calm() {
        for source in sources.indices {
            sources[source].loss = 0
            if !sources[source].isConnected { sources[source].reconnectTime = now }
        }
    }
}
