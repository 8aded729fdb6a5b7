import BybitVenue
import MarketData
import Testing
import VenueKit

@Suite("Bybit connections")
struct BybitConnectionTests {
    private func topics(_ plan: ConnectionPlan) -> [[String]] {
        plan.subscribeFrames.map { frame in
            frame.split(separator: "[")[1].split(separator: "]")[0].split(separator: ",").map {
                String($0.dropFirst().dropLast())
            }
        }
    }

    @Test("spot asks for ten topics at a time, and quotes come from level 1")
    func spot() throws {
        let symbols = (0..<6).map { "COIN\($0)USDT" }
        let plans = Bybit().plan(
            Subscription(product: .spot, symbols: symbols, kinds: Set(Bybit().kinds(for: .spot))))
        let plan = try #require(plans.first)
        #expect(plans.count == 1 && plan.name == "spot-0" && plan.path == "/v5/public/spot")
        #expect(topics(plan).map(\.count) == [10, 10, 4])
        #expect(
            Array(topics(plan).joined().prefix(4)) == [
                "orderbook.200.COIN0USDT", "publicTrade.COIN0USDT", "orderbook.1.COIN0USDT", "tickers.COIN0USDT",
            ])
        #expect(plan.requests.map(\.path) == ["/v5/market/instruments-info?category=spot"])
        #expect(Bybit().policy(for: .spot).heartbeat?.intervalMilliseconds == 20_000)
    }

    @Test("the arguments of a connection stay below 21,000 characters, and no topic is lost or asked for twice")
    func manySymbols() {
        let symbols = (0..<700).map { "COIN\($0)USDT" }
        let kinds: Set<EventKind> = [.trade, .book, .quote, .ticker, .funding, .liquidation, .instrument]
        let plans = Bybit().plan(Subscription(product: .linear, symbols: symbols, kinds: kinds))
        #expect(plans.count > 1)
        for plan in plans {
            #expect(topics(plan).joined().reduce(0) { $0 + $1.utf8.count + 3 } <= 21_000)
        }
        let all = plans.flatMap { topics($0).joined() }
        #expect(all.count == 700 * 4 && Set(all).count == all.count)
        #expect(plans.map(\.requests.count) == [1] + Array(repeating: 0, count: plans.count - 1))
    }

    @Test("options ask for trades by base coin, and for instruments of each")
    func options() throws {
        let symbols = ["BTC-27MAR26-70000-P-USDT", "BTC-27MAR26-80000-P-USDT", "ETH-27MAR26-4000-C-USDT"]
        let plans = Bybit().plan(
            Subscription(product: .option, symbols: symbols, kinds: [.trade, .book, .instrument], bookDepth: 30))
        let plan = try #require(plans.first)
        #expect(
            topics(plan) == [
                [
                    "orderbook.100.BTC-27MAR26-70000-P-USDT", "publicTrade.BTC",
                    "orderbook.100.BTC-27MAR26-80000-P-USDT", "orderbook.100.ETH-27MAR26-4000-C-USDT",
                    "publicTrade.ETH",
                ]
            ])
        #expect(plan.requests.map(\.path).map { $0.suffix(3) } == ["BTC", "ETH"])
    }

    @Test(
        "a wish for depth takes the least depth that shows it",
        arguments: [(1, 50), (50, 50), (51, 200), (500, 1000), (5000, 1000)])
    func depth(wish: Int, depth: Int) throws {
        let plans = Bybit().plan(
            Subscription(product: .inverse, symbols: ["BTCUSD"], kinds: [.book], bookDepth: wish))
        #expect(topics(try #require(plans.first)) == [["orderbook.\(depth).BTCUSD"]])
    }

    @Test("the next page of instruments follows the cursor until it is empty")
    func pages() throws {
        func next(_ request: RESTRequest, _ cursor: String) -> RESTRequest? {
            var body = #"{"retCode":0,"result":{"list":[],"nextPageCursor":"\#(cursor)"},"time":1}"#
            return body.withUTF8 { Bybit().nextPage(after: request, body: UnsafeRawBufferPointer($0)) }
        }
        let path = "/v5/market/instruments-info?category=linear&limit=1000"
        let second = try #require(next(RESTRequest(path: path, repeatMilliseconds: 1), "a%3D1"))
        #expect(second == RESTRequest(path: path + "&cursor=a%3D1"))
        #expect(next(second, "b")?.path == path + "&cursor=b")
        #expect(next(second, "") == nil)
        #expect(next(RESTRequest(path: "/v5/market/time"), "b") == nil)
    }
}
