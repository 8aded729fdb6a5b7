import JSON
import MarketData
import Redis

/// Writes the changed markets of a board to Redis: one pipeline for all of them, and one SET per book, so that readers never
/// see a partial book.
struct RedisPublisher: ~Copyable {
    private let levels: Int
    private let freshNanoseconds: Int64
    private var writer = JSONWriter()
    private var announced: Set<MarketName> = []
    /// The claims of the last appended commands.
    private var claims = RedisClaims()
    /// The refused values that have not been written again, by market.
    private var refused: [ObjectIdentifier: MarketGroup] = [:]

    /// - Parameters:
    ///   - levels: the number of levels per side.
    ///   - freshMilliseconds: the maximum age of a venue's book in the books over all venues.
    init(levels: Int, freshMilliseconds: Int) {
        self.levels = levels
        freshNanoseconds = Int64(freshMilliseconds) * 1_000_000
    }

    /// Forgets which markets were announced, so that they are announced again to a Redis that has returned empty.
    mutating func forgetAnnounced() {
        announced.removeAll()
        refused.removeAll()
    }

    /// Whether refused values have not been written again yet.
    var hasRefusals: Bool { !refused.isEmpty }

    /// Returns the values to write again.
    mutating func takeRefused() -> [ObjectIdentifier: MarketGroup] {
        defer { refused.removeAll() }
        return refused
    }

    /// Records that the command at `place` of the last pipeline was refused.
    mutating func noteRefusal(at place: Int) {
        guard let claim = claims.claim(at: place) else { return }
        refused[ObjectIdentifier(claim.market), default: []].formUnion(claim.groups)
        if claim.isOnce { announced.remove(claim.market.entry.market) }
    }

    /// Appends the commands for all changed markets and returns the number of markets.
    mutating func append(_ board: MarketBoard, now: Timestamp, to redis: RedisConnection) -> Int {
        let changed = board.takeChanged()
        claims.removeAll()
        // The book of an instrument over all venues is written with the book of any of its markets.
        var instruments: [String: Market] = [:]
        for market in changed {
            announce(market.entry, to: redis)
            claims.claim(upTo: redis.pendingReplies, market, market.changed, isOnce: true)
            if market.changed.contains(.book), let book = market.servedBook {
                appendBook(book, of: market, now, to: redis)
                instruments[market.entry.instrument] = market
                claims.claim(upTo: redis.pendingReplies, market, .book)
            }
            if market.changed.contains(.trade), let trade = market.trade {
                appendTrade(trade, market.entry, to: redis)
                claims.claim(upTo: redis.pendingReplies, market, .trade)
            }
            if market.changed.contains(.ticker), let ticker = market.ticker {
                appendTicker(ticker.ticker, ticker.receiveTime, market.entry, to: redis)
                claims.claim(upTo: redis.pendingReplies, market, .ticker)
            }
            if market.changed.contains(.funding), let funding = market.funding {
                appendFunding(funding.funding, funding.receiveTime, market.entry, to: redis)
                claims.claim(upTo: redis.pendingReplies, market, .funding)
            }
            redis.append("PUBLISH") { arguments in
                arguments.append(RedisKey.key("updates", market.entry.market))
                arguments.append(market.changed.names)
            }
            claims.claim(upTo: redis.pendingReplies, market, market.changed)
            if !refused.isEmpty { forgetRefusals(of: market) }
            market.changed = []
        }
        for (instrument, market) in instruments {
            appendCombined(instrument, board, now, to: redis)
            claims.claim(upTo: redis.pendingReplies, market, .book)
        }
        return changed.count
    }

    /// Values that are written again no longer count as refused, until Redis refuses them again.
    private mutating func forgetRefusals(of market: Market) {
        let left = refused.removeValue(forKey: ObjectIdentifier(market))?.subtracting(market.changed) ?? []
        if !left.isEmpty { refused[ObjectIdentifier(market)] = left }
    }

    private mutating func announce(_ entry: SymbolEntry, to redis: RedisConnection) {
        guard announced.insert(entry.market).inserted else { return }
        redis.append("SADD") { arguments in
            arguments.append(RedisKey.venues)
            arguments.append(entry.venue)
        }
        redis.append("SADD") { arguments in
            arguments.append(RedisKey.markets(entry.venue))
            arguments.append(entry.market.description)
        }
    }

    // MARK: - Groups

    private mutating func appendBook(
        _ book: KeptBook, of market: Market, _ now: Timestamp, to redis: RedisConnection
    ) {
        let entry = market.entry
        writer.removeAll()
        BookText.write(book, of: entry, levels: levels, now: now, to: &writer)
        let text = writer.bytes
        redis.append("SET") { arguments in
            arguments.append(RedisKey.key("book", entry.market))
            arguments.append(text)
        }
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.key("bbo", entry.market))
            Self.append(book.keeper.best(.bid), "bid_price", "bid_size", to: &arguments)
            Self.append(book.keeper.best(.ask), "ask_price", "ask_size", to: &arguments)
            Self.append("state", book.keeper.state.name, to: &arguments)
            Self.append("ts_recv", book.receiveTime, to: &arguments)
            Self.append("ts_event", book.eventTime ?? book.receiveTime, to: &arguments)
        }
        let bids = book.keeper.top(10, .bid)
        let asks = book.keeper.top(10, .ask)
        guard let metrics = BookMetrics(bids: bids, asks: asks) else { return }
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.key("signals", entry.market))
            Self.append("mid", "\(metrics.mid)", to: &arguments)
            Self.append("spread", "\(metrics.spread)", to: &arguments)
            Self.append("spread_bps", "\(metrics.spreadBasisPoints)", to: &arguments)
            Self.append("weighted_mid", "\(metrics.weightedMid)", to: &arguments)
            Self.append("imbalance_1", "\(metrics.imbalance1)", to: &arguments)
            Self.append("imbalance_5", "\(metrics.imbalance5)", to: &arguments)
            Self.append("imbalance_10", "\(metrics.imbalance10)", to: &arguments)
            Self.append("state", book.keeper.state.name, to: &arguments)
            Self.append("book_ts", book.eventTime ?? book.receiveTime, to: &arguments)
        }
    }

    private func appendTrade(
        _ latest: LatestTrade, _ entry: SymbolEntry, to redis: RedisConnection
    ) {
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.key("trade", entry.market))
            Self.append("trade_id", latest.tradeID, to: &arguments)
            Self.append("price", latest.trade.price.description, to: &arguments)
            Self.append("size", latest.trade.size.description, to: &arguments)
            Self.append("side", "\(latest.trade.aggressorSide)", to: &arguments)
            Self.append("ts_event", latest.trade.header.eventTime ?? latest.receiveTime, to: &arguments)
            Self.append("ts_recv", latest.receiveTime, to: &arguments)
        }
    }

    private func appendTicker(
        _ ticker: Ticker, _ receiveTime: Timestamp, _ entry: SymbolEntry,
        to redis: RedisConnection
    ) {
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.key("ticker", entry.market))
            Self.append("last_price", ticker.lastPrice, to: &arguments)
            Self.append("mark_price", ticker.markPrice, to: &arguments)
            Self.append("index_price", ticker.indexPrice, to: &arguments)
            Self.append("open_interest", ticker.openInterest, to: &arguments)
            if let unit = ticker.openInterestUnit { Self.append("open_interest_unit", "\(unit)", to: &arguments) }
            Self.append("volume_24h", ticker.volume24h, to: &arguments)
            Self.append("turnover_24h", ticker.turnover24h, to: &arguments)
            Self.append("high_24h", ticker.high24h, to: &arguments)
            Self.append("low_24h", ticker.low24h, to: &arguments)
            Self.append("ts_event", ticker.header.eventTime ?? receiveTime, to: &arguments)
            Self.append("ts_recv", receiveTime, to: &arguments)
        }
    }

    private func appendFunding(
        _ funding: Funding, _ receiveTime: Timestamp, _ entry: SymbolEntry,
        to redis: RedisConnection
    ) {
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.key("funding", entry.market))
            Self.append("rate", funding.rate, to: &arguments)
            Self.append("interval_hours", funding.intervalHours, to: &arguments)
            if let next = funding.nextFundingTime { Self.append("next_funding_ts", next, to: &arguments) }
            Self.append("predicted_rate", funding.predictedRate, to: &arguments)
            Self.append("ts_event", funding.header.eventTime ?? receiveTime, to: &arguments)
            Self.append("ts_recv", receiveTime, to: &arguments)
        }
    }

    private mutating func appendCombined(
        _ instrument: String, _ board: MarketBoard, _ now: Timestamp, to redis: RedisConnection
    ) {
        let limit = Timestamp(nanoseconds: now.nanoseconds - freshNanoseconds)
        let combined = CombinedBook(board.markets(of: instrument), levels: levels, freshSince: limit)
        writer.removeAll()
        combined.write(instrument: instrument, now: now, to: &writer)
        let text = writer.bytes
        redis.append("SET") { arguments in
            arguments.append(RedisKey.instrument("book", instrument))
            arguments.append(text)
        }
        redis.append("HSET") { arguments in
            arguments.append(RedisKey.instrument("bbo", instrument))
            let bid = combined.bids.first
            Self.append(bid?.level, "bid_price", "bid_size", to: &arguments)
            Self.append("bid_venue", bid?.venue ?? "", to: &arguments)
            Self.append("bid_ts_recv", bid.map { "\($0.receiveTime.nanoseconds)" } ?? "", to: &arguments)
            let ask = combined.asks.first
            Self.append(ask?.level, "ask_price", "ask_size", to: &arguments)
            Self.append("ask_venue", ask?.venue ?? "", to: &arguments)
            Self.append("ask_ts_recv", ask.map { "\($0.receiveTime.nanoseconds)" } ?? "", to: &arguments)
        }
    }

    // MARK: - Fields

    private static func append(
        _ level: Level?, _ priceName: StaticString, _ sizeName: StaticString, to arguments: inout RedisArguments
    ) {
        // An empty side is published as empty, because a stale price would be worse.
        arguments.append(priceName)
        arguments.append(level?.price.description ?? "")
        arguments.append(sizeName)
        arguments.append(level?.size.description ?? "")
    }

    private static func append(_ name: StaticString, _ value: Decimal?, to arguments: inout RedisArguments) {
        guard let value else { return }
        append(name, value.description, to: &arguments)
    }

    private static func append(_ name: StaticString, _ time: Timestamp, to arguments: inout RedisArguments) {
        arguments.append(name)
        arguments.append(time.nanoseconds)
    }

    private static func append(_ name: StaticString, _ value: String, to arguments: inout RedisArguments) {
        arguments.append(name)
        arguments.append(value)
    }
}
