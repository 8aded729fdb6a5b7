import Foundation
import MarketData
import Redis
import Runtime
import TestSupport
import Testing

@testable import SignalsCore

@Suite("What Redis refuses")
struct RefusedWritesTests {
    /// A board with three markets, and a Redis.
    private struct Scene: ~Copyable {
        let redis: RunningRedis
        let board = MarketBoard()
        let state = RedisState()
        var writer: RedisWriter
        var batch = EventBatch()
        var now: Int64 = 1_700_000_000_000_000_000
        private var symbols: [SymbolID] = []

        init() throws {
            redis = try RunningRedis()
            writer = RedisWriter(RedisConnection(RedisConfig(port: redis.port)), levels: 3, freshMilliseconds: 60_000)
            for name in ["AAA-USD", "BBB-USD", "CCC-USD"] {
                symbols.append(
                    RandomEvents.intern(name, venue: "coinbase", product: .spot, instrument: name, in: &batch))
            }
        }

        /// A book, a trade, a ticker and a funding rate of every market, with `price` in each.
        mutating func fill(_ price: Int64) {
            for symbol in symbols {
                batch.removeAll()
                batch.receiveTime = Timestamp(nanoseconds: now)
                let header = EventHeader(symbol: symbol, eventTime: Timestamp(nanoseconds: now))
                batch.levels.append(Level(price: Decimal(price), size: Decimal(1)))
                batch.levels.append(Level(price: Decimal(price + 1), size: Decimal(2)))
                batch.append(
                    BookChange(
                        header: header, kind: .snapshot, rule: .contiguous, depth: 50, firstSequence: price,
                        lastSequence: price, bids: IndexRange(start: 0, count: 1), asks: IndexRange(start: 1, count: 1))
                )
                batch.append(
                    Trade(
                        header: header, tradeID: batch.addText("t"), price: Decimal(price), size: Decimal(1),
                        aggressorSide: .buy))
                batch.append(Ticker(header: header, lastPrice: Decimal(price)))
                batch.append(Funding(header: header, rate: Decimal(price)))
                board.apply(batch)
            }
        }

        /// Writes, some milliseconds later, and says so to /readyz as the service does.
        mutating func write(after milliseconds: Int64 = 1) -> RedisWriter.Outcome {
            now += milliseconds * 1_000_000
            let outcome = writer.write(board, now: Timestamp(nanoseconds: now))
            state.wrote(refusal: writer.refusal)
            return outcome
        }

        /// Keys that do not show `price`, and those that are not there.
        func wrongKeys(_ price: Int64, except: Set<String> = []) throws -> [String] {
            let connection = try redis.connect()
            var wrong: [String] = []
            for name in ["AAA-USD", "BBB-USD", "CCC-USD"] {
                for (key, field) in [
                    ("bbo:coinbase:spot:\(name)", "bid_price"), ("trade:coinbase:spot:\(name)", "price"),
                    ("ticker:coinbase:spot:\(name)", "last_price"), ("funding:coinbase:spot:\(name)", "rate"),
                    ("bbo:\(name)", "bid_price"),
                ] where !except.contains(key) {
                    if try connection.send("HGET", key, field).text != "\(price)" { wrong.append(key) }
                }
                for key in ["book:coinbase:spot:\(name)", "book:\(name)"] {
                    let text = try connection.send("GET", key).text ?? ""
                    if !text.contains("[\"\(price)\",\"1\"") { wrong.append(key) }
                }
                let member = "coinbase:spot:\(name)"
                if try connection.send("SISMEMBER", "markets:coinbase", member).integer != 1 { wrong.append(name) }
            }
            return wrong
        }

    }

    @Test("a Redis that was full has everything as soon as there is room, without any new document")
    func full() throws {
        var scene = try Scene()
        let control = try scene.redis.connect()
        try control.send("CONFIG", "SET", "maxmemory", "1")
        scene.fill(100)
        guard case .resumed = scene.write() else {
            Issue.record("it connects")
            return
        }
        #expect(scene.state.status != .ok)
        #expect(scene.writer.refusal?.description.contains("OOM command not allowed") == true)
        #expect(scene.writer.refusedCommands > 10)
        // Not again and again, only after a pause.
        let refused = scene.writer.refusedCommands
        for _ in 0..<10 { _ = scene.write() }
        #expect(scene.writer.refusedCommands == refused)
        _ = scene.write(after: 500)
        #expect(scene.writer.refusedCommands > refused)
        #expect(scene.state.status != .ok)
        try control.send("CONFIG", "SET", "maxmemory", "0")
        _ = scene.write(after: 500)
        #expect(scene.state.status == .ok)
        #expect(try scene.wrongKeys(100) == [])
        guard case .idle = scene.write(after: 500) else {
            Issue.record("it is written once")
            return
        }
    }

    @Test("a key of another type costs that key alone, and is written when it is gone")
    func wrongType() throws {
        var scene = try Scene()
        scene.fill(100)
        _ = scene.write()
        #expect(scene.state.status == .ok)
        let control = try scene.redis.connect()
        try control.send("DEL", "bbo:coinbase:spot:BBB-USD", "book:coinbase:spot:BBB-USD")
        try control.send("LPUSH", "bbo:coinbase:spot:BBB-USD", "x")
        // SET takes a key whatever it holds.
        try control.send("LPUSH", "book:coinbase:spot:BBB-USD", "x")
        scene.fill(200)
        guard case .written(markets: 3, refused: 1) = scene.write() else {
            Issue.record("one command is refused")
            return
        }
        #expect(try scene.wrongKeys(200, except: ["bbo:coinbase:spot:BBB-USD"]) == [])
        #expect("\(scene.state.status)".contains("WRONGTYPE"))
        // It stays refused as long as it is there; only its market is written again.
        guard case .written(markets: 1, refused: 1) = scene.write(after: 600) else {
            Issue.record("that market is written again")
            return
        }
        try control.send("DEL", "bbo:coinbase:spot:BBB-USD")
        guard case .written(markets: 1, refused: 0) = scene.write(after: 600) else {
            Issue.record("it is accepted")
            return
        }
        #expect(scene.state.status == .ok)
        #expect(try scene.wrongKeys(200) == [])
    }

    @Test("a newer value that Redis takes ends the refusal of the older one")
    func overtaken() throws {
        var scene = try Scene()
        scene.fill(50)
        _ = scene.write()
        let control = try scene.redis.connect()
        try control.send("DEL", "trade:coinbase:spot:AAA-USD")
        try control.send("LPUSH", "trade:coinbase:spot:AAA-USD", "x")
        scene.fill(100)
        _ = scene.write()
        #expect(scene.state.status != .ok)
        try control.send("DEL", "trade:coinbase:spot:AAA-USD")
        scene.fill(300)
        _ = scene.write()
        #expect(scene.state.status == .ok)
        #expect(try scene.wrongKeys(300) == [])
        guard case .idle = scene.write(after: 600) else {
            Issue.record("nothing is left")
            return
        }
    }
}
