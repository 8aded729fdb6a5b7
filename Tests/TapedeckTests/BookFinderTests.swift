import MarketData
import Redis
@testable import TapedeckCore
import TestSupport
import Testing

@Suite("Books in Redis")
struct BookFinderTests {
    private static func book(_ product: Product) -> String {
        "{\"venue\":\"bybit\",\"symbol\":\"BTCUSDT\",\"product\":\"\(product.name)\",\"state\":\"live\"}"
    }

    private static func filled() throws -> RunningRedis {
        let server = try RunningRedis()
        let redis = try server.connect()
        try redis.send("SADD", "venues", "bybit", "deribit")
        try redis.send("SADD", "symbols:bybit", "BTCUSDT", "ETHUSDT", "XRPUSDT")
        try redis.send("SET", "book:bybit:BTCUSDT", book(.spot))
        try redis.send("SET", "book:bybit:BTCUSDT:linear", book(.linear))
        try redis.send("SET", "book:bybit:ETHUSDT", "{\"state\":")
        return server
    }

    private static func find(
        _ server: RunningRedis, _ venue: String, _ symbol: String, _ product: Product? = nil
    ) throws(ToolError) -> BookView {
        try BookFinder(RedisConnection(RedisConfig(port: server.port)))
            .book(venue: venue, symbol: symbol, product: product)
    }

    @Test("a product is found whether it owns the plain key or not")
    func products() throws {
        let server = try Self.filled()
        #expect(try Self.find(server, "bybit", "BTCUSDT").product == "spot")
        #expect(try Self.find(server, "bybit", "BTCUSDT", .spot).product == "spot")
        #expect(try Self.find(server, "bybit", "BTCUSDT", .linear).product == "linear")
        #expect(
            throws: ToolError.noBook(
                venue: "bybit", symbol: "BTCUSDT", product: "inverse", products: ["spot", "linear"])
        ) { try Self.find(server, "bybit", "BTCUSDT", .inverse) }
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
        #expect(throws: ToolError.noBook(venue: "bybit", symbol: "XRPUSDT", product: nil, products: [])) {
            try Self.find(server, "bybit", "XRPUSDT")
        }
        #expect(throws: ToolError.unreadableBook(key: "book:bybit:ETHUSDT", reason: "the bytes end inside a value")) {
            try Self.find(server, "bybit", "ETHUSDT")
        }
    }

    @Test("a Redis that went away is named, and found again when it is back")
    func away() throws {
        let server = try Self.filled()
        let finder = BookFinder(RedisConnection(RedisConfig(port: server.port)))
        #expect(try finder.book(venue: "bybit", symbol: "BTCUSDT", product: nil).state == "live")
        server.stop()
        let error = #expect(throws: ToolError.self) {
            try finder.book(venue: "bybit", symbol: "BTCUSDT", product: nil)
        }
        #expect(error?.description.contains("redis://127.0.0.1:\(server.port)/0 cannot be reached") == true)
        try server.start()
        #expect(throws: ToolError.unknownVenue("bybit", known: [])) {
            try finder.book(venue: "bybit", symbol: "BTCUSDT", product: nil)
        }
    }
}
