import MarketData
import Redis
import TestSupport
import Testing
import ToolKit
@testable import TapedeckCore

@Suite("Books in Redis")
struct BookFinderTests {
    private static func book(_ product: Product) -> String {
        "{\"venue\":\"bybit\",\"symbol\":\"BTCUSDT\",\"product\":\"\(product.name)\",\"state\":\"live\"}"
    }

    private static func filled() throws -> RunningRedis {
        let server = try RunningRedis()
        let redis = try server.connect()
        try redis.send("SADD", "venues", "bybit", "deribit")
        try redis.send(
            "SADD", "markets:bybit", "bybit:spot:BTCUSDT", "bybit:linear:BTCUSDT", "bybit:spot:ETHUSDT",
            "bybit:linear:XRPUSDT", "odd")
        try redis.send("SET", "book:bybit:spot:BTCUSDT", book(.spot))
        try redis.send("SET", "book:bybit:linear:BTCUSDT", book(.linear))
        try redis.send("SET", "book:bybit:spot:ETHUSDT", "{\"state\":")
        return server
    }

    private static func find(_ server: RunningRedis, _ words: String...) throws -> BookView {
        let query = try #require(MarketQuery(words))
        return try BookFinder(RedisConnection(RedisConfig(port: server.port))).book(query)
    }

    @Test("a market is found by its name; venue and symbol are enough where they mean one")
    func products() throws {
        let server = try Self.filled()
        #expect(try Self.find(server, "bybit:spot:BTCUSDT").product == "spot")
        #expect(try Self.find(server, "bybit", "linear", "BTCUSDT").product == "linear")
        let error = #expect(throws: ToolError.self) { try Self.find(server, "bybit", "BTCUSDT") }
        #expect(
            error
                == .ambiguousMarket("bybit BTCUSDT", markets: ["bybit:linear:BTCUSDT", "bybit:spot:BTCUSDT"]))
        #expect(error?.description.hasPrefix("bybit BTCUSDT needs a product, for it may be one of 2 markets") == true)
        // One of the two has no book: the other is meant.
        try server.connect().send("DEL", "book:bybit:spot:BTCUSDT")
        #expect(try Self.find(server, "bybit:BTCUSDT").product == "linear")
    }

    @Test(
        "words that name no symbol are no market",
        arguments: [["bybit"], ["", "BTCUSDT"], ["bybit", ""], ["bybit:"], [":"]])
    func words(words: [String]) {
        #expect(MarketQuery(words) == nil)
    }

    @Test("what is not there is explained by what is")
    func absences() throws {
        let server = try Self.filled()
        #expect(throws: ToolError.unknownVenue("bybt", known: ["bybit", "deribit"])) {
            try Self.find(server, "bybt", "BTCUSDT")
        }
        #expect(
            throws: ToolError.unknownSymbol(venue: "bybit", symbol: "btc-usdt", nearest: ["BTCUSDT"], count: 3)
        ) { try Self.find(server, "bybit", "btc-usdt") }
        #expect(throws: ToolError.noBook("bybit XRPUSDT", others: [])) { try Self.find(server, "bybit", "XRPUSDT") }
        #expect(
            throws: ToolError.noBook(
                "bybit inverse BTCUSDT", others: ["bybit:linear:BTCUSDT", "bybit:spot:BTCUSDT"])
        ) { try Self.find(server, "bybit:inverse:BTCUSDT") }
        #expect(
            throws: ToolError.unreadableBook(key: "book:bybit:spot:ETHUSDT", reason: "the bytes end inside a value")
        ) { try Self.find(server, "bybit", "ETHUSDT") }
    }

    @Test("a Redis that went away is named, and found again when it is back")
    func away() throws {
        let server = try Self.filled()
        let finder = BookFinder(RedisConnection(RedisConfig(port: server.port)))
        let query = try #require(MarketQuery(["bybit", "spot", "BTCUSDT"]))
        #expect(try finder.book(query).state == "live")
        server.stop()
        let error = #expect(throws: ToolError.self) {
            try finder.book(query)
        }
        #expect(error?.description.contains("redis://127.0.0.1:\(server.port)/0 cannot be reached") == true)
        try server.start()
        #expect(throws: ToolError.unknownVenue("bybit", known: [])) {
            try finder.book(query)
        }
    }
}
