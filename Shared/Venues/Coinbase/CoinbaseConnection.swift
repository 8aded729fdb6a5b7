import MarketData

/// Cuts a subscription into connections.
struct CoinbaseConnection {
    /// Exchange's list of products.
    static let productsPath = "/products"
    /// Advanced Trade's list of products.
    static let marketProductsPath = "/api/v3/brokerage/market/products"
    /// Products of one connection: a book's snapshot has up to 5 MB, and a cut-off costs a snapshot of each.
    static let maximumProducts = 20
    /// "Unauthenticated messages are rate-limited at 8 per second per IP address"
    /// (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-rate-limits).
    static let sendIntervalMilliseconds = 150
    /// Heartbeats come every second.
    static let idleLimitMilliseconds = 10_000

    let subscription: Subscription

    func plans() -> [ConnectionPlan] {
        let symbols = subscription.symbols
        let usesExchange = subscription.kinds.contains(.order)
        var plans: [ConnectionPlan] = []
        for start in stride(from: 0, to: symbols.count, by: Self.maximumProducts) {
            let group = Array(symbols[start..<min(start + Self.maximumProducts, symbols.count)])
            plans.append(
                ConnectionPlan(
                    name: "\(subscription.product.name)-\(plans.count)", product: subscription.product, path: "/",
                    subscribeFrames: usesExchange ? exchangeFrames(group) : advancedFrames(group),
                    sendIntervalMilliseconds: Self.sendIntervalMilliseconds,
                    requests: usesExchange
                        ? exchangeRequests(group, isFirst: plans.isEmpty) : advancedRequests(isFirst: plans.isEmpty),
                    idleLimitMilliseconds: Self.idleLimitMilliseconds))
        }
        return plans
    }

    // MARK: - Advanced Trade

    /// "You can only subscribe to one channel per subscription message". Heartbeats first: "subscribe to the heartbeats
    /// channel to receive heartbeats messages every second", without which quiet channels close after 60 to 90 seconds.
    private func advancedFrames(_ symbols: [String]) -> [String] {
        let kinds = subscription.kinds
        var channels: [String] = []
        if kinds.contains(.book) { channels.append("level2") }
        if kinds.contains(.trade) { channels.append("market_trades") }
        if kinds.contains(.ticker) || kinds.contains(.quote) { channels.append("ticker") }
        if kinds.contains(.status) || kinds.contains(.instrument) { channels.append("status") }
        let list = Self.list(symbols)
        return [#"{"type":"subscribe","channel":"heartbeats"}"#]
            + channels.map { #"{"type":"subscribe","product_ids":[\#(list)],"channel":"\#($0)"}"# }
    }

    private func advancedRequests(isFirst: Bool) -> [RESTRequest] {
        guard isFirst, subscription.kinds.contains(.instrument) else { return [] }
        return [RESTRequest(path: "\(Self.marketProductsPath)?product_type=SPOT", repeatMilliseconds: 3_600_000)]
    }

    // MARK: - Exchange

    /// One frame for all channels. `full` holds the matches too; `level2_batch` is the book of levels without a key.
    private func exchangeFrames(_ symbols: [String]) -> [String] {
        let kinds = subscription.kinds
        var channels = ["heartbeat", "full"]
        if kinds.contains(.book) { channels.append("level2_batch") }
        if kinds.contains(.ticker) || kinds.contains(.quote) { channels.append("ticker") }
        if kinds.contains(.status) || kinds.contains(.instrument) { channels.append("status") }
        return [#"{"type":"subscribe","product_ids":[\#(Self.list(symbols))],"channels":[\#(Self.list(channels))]}"#]
    }

    /// The whole book of orders, to which the `full` channel brings the changes: messages up to the snapshot's sequence
    /// are in it already (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels, "Full channel").
    private func exchangeRequests(_ symbols: [String], isFirst: Bool) -> [RESTRequest] {
        let products =
            isFirst && subscription.kinds.contains(.instrument)
            ? [RESTRequest(path: Self.productsPath, repeatMilliseconds: 3_600_000)] : []
        return products + symbols.map { RESTRequest(path: "/products/\($0)/book?level=3") }
    }

    private static func list(_ texts: [String]) -> String {
        texts.map { "\"\($0)\"" }.joined(separator: ",")
    }
}
