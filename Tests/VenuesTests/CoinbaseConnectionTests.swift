import CoinbaseVenue
import MarketData
import Testing
import VenueKit

@Suite("Coinbase connections")
struct CoinbaseConnectionTests {
    @Test("Advanced Trade: heartbeats first, then a frame a channel, twenty products a connection")
    func advanced() throws {
        let symbols = (0..<45).map { "COIN\($0)-USD" }
        let plans = Coinbase().plan(
            Subscription(product: .spot, symbols: symbols, kinds: Set(Coinbase().kinds(for: .spot))))
        #expect(plans.map(\.name) == ["spot-0", "spot-1", "spot-2"])
        let last = try #require(plans.last)
        #expect(last.subscribeFrames.count == 5)
        #expect(last.subscribeFrames[0] == #"{"type":"subscribe","channel":"heartbeats"}"#)
        let list = (40..<45).map { "\"COIN\($0)-USD\"" }.joined(separator: ",")
        #expect(
            Array(last.subscribeFrames.dropFirst())
                == ["level2", "market_trades", "ticker", "status"].map {
                    #"{"type":"subscribe","product_ids":[\#(list)],"channel":"\#($0)"}"#
                })
        #expect(plans.map(\.requests.count) == [1, 0, 0])
    }

    @Test("orders bring Exchange's full channel, and a snapshot of each book of orders")
    func orders() throws {
        let plans = Coinbase().plan(
            Subscription(product: .spot, symbols: ["BTC-USD"], kinds: [.order, .trade, .ticker, .instrument]))
        let plan = try #require(plans.first)
        #expect(
            plan.subscribeFrames
                == ["heartbeat", "full", "ticker", "status"].map {
                    #"{"type":"subscribe","product_ids":["BTC-USD"],"channels":["\#($0)"]}"#
                })
        #expect(plan.requests.map(\.path) == ["/products"])
        #expect(plan.snapshotRequests.map(\.path) == ["/products/BTC-USD/book?level=3"])
    }

    @Test("the next page of products follows the cursor until it is empty")
    func pages() throws {
        func next(_ request: RESTRequest, _ cursor: String) -> RESTRequest? {
            var body = #"{"products":[],"pagination":{"prev_cursor":"","next_cursor":"\#(cursor)"}}"#
            return body.withUTF8 { Coinbase().nextPage(after: request, body: UnsafeRawBufferPointer($0)) }
        }
        let path = "/api/v3/brokerage/market/products?product_type=SPOT"
        #expect(next(RESTRequest(path: path), "x1")?.path == path + "&cursor=x1")
        #expect(next(RESTRequest(path: path), "") == nil)
    }
}
