import Foundation
import MarketData
import Redis
import SignalsCore
import TestSupport
import Testing

@Suite("Signals in Redis")
struct RedisWriterTests {
    /// A board with the means to fill it.
    private struct Scene: ~Copyable {
        let redis: RunningRedis
        let board = MarketBoard()
        var writer: RedisWriter
        var batch = EventBatch()
        var now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)

        init() throws {
            redis = try RunningRedis()
            writer = RedisWriter(RedisConnection(RedisConfig(port: redis.port)), levels: 3, freshMilliseconds: 1000)
        }

        mutating func symbol(_ symbol: String, venue: String, _ product: Product, _ instrument: String) -> SymbolID {
            RandomEvents.intern(symbol, venue: venue, product: product, instrument: instrument, in: &batch)
        }

        /// A snapshot with one bid and one ask.
        mutating func book(_ symbol: SymbolID, bid: Int64, ask: Int64, depth: Int32 = 50) {
            batch.removeAll()
            batch.receiveTime = now
            batch.levels.append(Level(price: Decimal(bid), size: Decimal(1)))
            batch.levels.append(Level(price: Decimal(ask), size: Decimal(2)))
            batch.append(
                BookChange(
                    header: EventHeader(symbol: symbol, eventTime: now), kind: .snapshot, rule: .contiguous,
                    depth: depth, firstSequence: 5, lastSequence: 5, bids: IndexRange(start: 0, count: 1),
                    asks: IndexRange(start: 1, count: 1)))
            board.apply(batch)
        }

        /// A ticker with nothing but a mark price.
        mutating func markPrice(_ symbol: SymbolID, _ price: Int64) {
            batch.removeAll()
            batch.receiveTime = now
            var ticker = Ticker(header: EventHeader(symbol: symbol, eventTime: now))
            ticker.markPrice = Decimal(price)
            batch.append(ticker)
            board.apply(batch)
        }

        mutating func write() -> RedisWriter.Outcome { writer.write(board, now: now) }

        func get(_ key: String) throws -> [String: Any] {
            let reply = try redis.connect().send("GET", key).text ?? ""
            return try JSONSerialization.jsonObject(with: Data(reply.utf8)) as? [String: Any] ?? [:]
        }

        func hash(_ key: String) throws -> [String: String] {
            try redis.connect().send("HGETALL", key).dictionary ?? [:]
        }
    }

    @Test("book, best bid and ask, metrics and discovery stand under their keys")
    func keys() throws {
        var scene = try Scene()
        let symbol = scene.symbol("BTCUSDT", venue: "bybit", .linear, "BTC-USDT-PERP")
        scene.book(symbol, bid: 100, ask: 102)
        guard case .resumed(markets: 1) = scene.write() else {
            Issue.record("the first write connects")
            return
        }
        let book = try scene.get("book:bybit:linear:BTCUSDT")
        #expect(
            book["state"] as? String == "live" && book["sequence"] as? Int == 5
                && book["product"] as? String == "linear")
        #expect(book["bids"] as? [[String]] == [["100", "1"]] && book["asks"] as? [[String]] == [["102", "2"]])
        #expect(
            book["ts_written"] as? Int == 1_700_000_000_000_000_000 && book["ts_recv"] != nil && book["ts_event"] != nil
        )
        #expect(try scene.hash("bbo:bybit:linear:BTCUSDT")["ask_price"] == "102")
        #expect(try scene.hash("signals:bybit:linear:BTCUSDT")["mid"] == "101.0")
        #expect(try scene.hash("bbo:BTC-USDT-PERP")["bid_venue"] == "bybit")
        let markets = try scene.redis.connect().send("SMEMBERS", "markets:bybit").array
        #expect(markets?.compactMap(\.text) == ["bybit:linear:BTCUSDT"])
        guard case .idle = scene.write() else {
            Issue.record("nothing changed")
            return
        }
    }

    @Test("a symbol that lives in several products is as many markets, whichever is seen first")
    func products() throws {
        var scene = try Scene()
        let linear = scene.symbol("BTCUSDT", venue: "binance", .linear, "BTC-USDT-PERP")
        scene.book(linear, bid: 1, ask: 2)
        scene.markPrice(linear, 7)
        _ = scene.write()
        let spot = scene.symbol("BTCUSDT", venue: "binance", .spot, "BTC-USDT")
        scene.book(spot, bid: 3, ask: 4)
        _ = scene.write()
        for (product, bid) in [("linear", "1"), ("spot", "3")] {
            let book = try scene.get("book:binance:\(product):BTCUSDT")
            #expect(book["product"] as? String == product && book["bids"] as? [[String]] == [[bid, "1"]])
        }
        #expect(try scene.hash("ticker:binance:linear:BTCUSDT")["mark_price"] == "7")
        #expect(try scene.hash("ticker:binance:spot:BTCUSDT").isEmpty)
    }

    @Test("the deepest channel's book is the one that is served")
    func deepest() throws {
        var scene = try Scene()
        let symbol = scene.symbol("ETHUSDT", venue: "bybit", .linear, "ETH-USDT-PERP")
        scene.book(symbol, bid: 10, ask: 11, depth: 1)
        scene.book(symbol, bid: 20, ask: 21, depth: 200)
        scene.book(symbol, bid: 30, ask: 31, depth: 50)
        _ = scene.write()
        #expect(try scene.get("book:bybit:linear:ETHUSDT")["bids"] as? [[String]] == [["20", "1"]])
    }

    @Test("over all venues the best of each side counts, of books that are live and fresh")
    func combined() throws {
        var scene = try Scene()
        let first = scene.symbol("BTCUSDT", venue: "bybit", .linear, "BTC-USDT-PERP")
        let second = scene.symbol("BTCUSDT", venue: "binance", .linear, "BTC-USDT-PERP")
        scene.book(first, bid: 100, ask: 110)
        scene.book(second, bid: 101, ask: 111)
        _ = scene.write()
        var best = try scene.hash("bbo:BTC-USDT-PERP")
        #expect(
            best["bid_venue"] == "binance" && best["bid_price"] == "101" && best["ask_venue"] == "bybit"
                && best["ask_price"] == "110")
        scene.now = Timestamp(nanoseconds: scene.now.nanoseconds + 5_000_000_000)
        scene.book(first, bid: 90, ask: 112)
        _ = scene.write()
        best = try scene.hash("bbo:BTC-USDT-PERP")
        #expect(best["bid_venue"] == "bybit" && best["bid_price"] == "90")
    }

    @Test("after Redis went away and came back empty, everything is written again")
    func restart() throws {
        var scene = try Scene()
        let symbol = scene.symbol("BTC-USD", venue: "coinbase", .spot, "BTC-USD")
        scene.book(symbol, bid: 1, ask: 2)
        _ = scene.write()
        scene.redis.stop()
        scene.book(symbol, bid: 3, ask: 4)
        guard case .away = scene.write() else {
            Issue.record("Redis is away")
            return
        }
        guard case .waiting = scene.write() else {
            Issue.record("too early to try again")
            return
        }
        try scene.redis.start()
        scene.now = Timestamp(nanoseconds: scene.now.nanoseconds + 1_000_000_000)
        guard case .resumed(markets: 1) = scene.write() else {
            Issue.record("Redis is back")
            return
        }
        #expect(try scene.get("book:coinbase:spot:BTC-USD")["bids"] as? [[String]] == [["3", "1"]])
        #expect(try scene.redis.connect().send("SISMEMBER", "venues", "coinbase").integer == 1)
    }

    @Test("Redis is missed within a second although there is nothing to write")
    func ping() throws {
        var scene = try Scene()
        _ = scene.write()
        guard case .idle = scene.write() else {
            Issue.record("nothing to write")
            return
        }
        scene.redis.stop()
        scene.now = Timestamp(nanoseconds: scene.now.nanoseconds + 1_000_000_000)
        guard case .away = scene.write() else {
            Issue.record("Redis is away")
            return
        }
    }

    @Test("books are counted by venue and state")
    func states() throws {
        var scene = try Scene()
        scene.book(scene.symbol("BTC-USD", venue: "coinbase", .spot, "BTC-USD"), bid: 1, ask: 2)
        scene.book(scene.symbol("BTCUSDT", venue: "bybit", .spot, "BTC-USDT"), bid: 3, ask: 2)
        #expect(scene.board.bookStates() == ["coinbase": [.live: 1], "bybit": [.crossed: 1]])
    }

    @Test("a silent book becomes stale and says so")
    func stale() throws {
        var scene = try Scene()
        let symbol = scene.symbol("BTC-USD", venue: "coinbase", .spot, "BTC-USD")
        scene.book(symbol, bid: 1, ask: 2)
        _ = scene.write()
        let count = scene.board.markStale(before: Timestamp(nanoseconds: scene.now.nanoseconds + 1))
        #expect(count == 1)
        _ = scene.write()
        #expect(try scene.get("book:coinbase:spot:BTC-USD")["state"] as? String == "stale")
    }
}
