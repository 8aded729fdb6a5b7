import MarketData
import VenueKit

/// Splits a subscription into connections.
struct CoinbaseConnection {
    /// Exchange's list of products.
    static let productsPath = "/products"
    /// Advanced Trade's list of products.
    static let marketProductsPath = "/api/v3/brokerage/market/products"
    /// The maximum number of products per connection: a book's snapshot has up to 5 MB, and a disconnect costs a snapshot of
    /// each.
    static let maximumProducts = 20

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
                    subscriptions: usesExchange ? exchangeSubscriptions(group) : advancedSubscriptions(group),
                    channels: group.flatMap(usesExchange ? exchangeChannels : advancedChannels),
                    requests: plans.isEmpty ? productRequests(usesExchange: usesExchange) : []))
        }
        return plans
    }

    // MARK: - Advanced Trade

    /// "You can only subscribe to one channel per subscription message". Heartbeats first: "subscribe to the heartbeats
    /// channel to receive heartbeats messages every second", without which quiet channels close after 60 to 90 seconds.
    private func advancedSubscriptions(_ symbols: [String]) -> [SubscribeRequest] {
        let kinds = subscription.kinds
        var channels: [ChannelName] = []
        if kinds.contains(.book) { channels.append(CoinbaseChannel.level2) }
        if kinds.contains(.trade) { channels.append(CoinbaseChannel.marketTrades) }
        if kinds.contains(.ticker) || kinds.contains(.quote) { channels.append(CoinbaseChannel.ticker) }
        if kinds.contains(.status) || kinds.contains(.instrument) { channels.append(CoinbaseChannel.status) }
        let heartbeats = SubscribeRequest(
            [], channel: CoinbaseChannel.heartbeats.text,
            form: [#"{"type":"subscribe","channel":"\#(CoinbaseChannel.heartbeats)"}"#])
        return [heartbeats] + channels.map { Self.advancedRequest(symbols, $0) }
    }

    private static func advancedRequest(_ symbols: [String], _ channel: ChannelName) -> SubscribeRequest {
        SubscribeRequest(
            symbols, channel: channel.text,
            form: [#"{"type":"subscribe","product_ids":["#, .topics, #"],"channel":"\#(channel)"}"#])
    }

    /// Only books are watched, because heartbeats cover the rest. Their frames say `l2_data`.
    private func advancedChannels(_ symbol: String) -> [PlannedChannel] {
        guard subscription.kinds.contains(.book) else { return [] }
        return [
            PlannedChannel(
                id: ChannelID(CoinbaseChannel.l2Data.text, symbol), symbol: symbol, kind: .book, snapshot: .inStream,
                silenceLimitMilliseconds: PlannedChannel.quietLimitMilliseconds,
                unsubscribeFrame:
                    #"{"type":"unsubscribe","product_ids":["\#(symbol)"],"channel":"\#(CoinbaseChannel.level2)"}"#,
                subscription: Self.advancedRequest([symbol], CoinbaseChannel.level2))
        ]
    }

    /// The listed products, once at the start and then every hour.
    private func productRequests(usesExchange: Bool) -> [RESTRequest] {
        guard subscription.kinds.contains(.instrument) else { return [] }
        let path = usesExchange ? Self.productsPath : "\(Self.marketProductsPath)?product_type=SPOT"
        return [RESTRequest(path: path, repeatMilliseconds: 3_600_000)]
    }

    // MARK: - Exchange

    /// One request for each channel, so that a refusal identifies channel and product. `full` includes the matches;
    /// `level2_batch` is the book of levels without a key.
    private func exchangeSubscriptions(_ symbols: [String]) -> [SubscribeRequest] {
        let kinds = subscription.kinds
        var channels = [CoinbaseChannel.heartbeat, CoinbaseChannel.full]
        if kinds.contains(.book) { channels.append(CoinbaseChannel.level2Batch) }
        if kinds.contains(.ticker) || kinds.contains(.quote) { channels.append(CoinbaseChannel.ticker) }
        if kinds.contains(.status) || kinds.contains(.instrument) { channels.append(CoinbaseChannel.status) }
        return channels.map { Self.exchangeRequest(symbols, $0) }
    }

    private static func exchangeRequest(_ symbols: [String], _ channel: ChannelName) -> SubscribeRequest {
        SubscribeRequest(
            symbols, channel: channel.text,
            form: [#"{"type":"subscribe","product_ids":["#, .topics, #"],"channels":["\#(channel)"]}"#])
    }

    /// Orders by the `full` channel and a snapshot over REST, levels by a channel that begins with one.
    private func exchangeChannels(_ symbol: String) -> [PlannedChannel] {
        func channel(_ kind: EventKind, _ name: ChannelName, _ snapshot: PlannedChannel.Snapshot) -> PlannedChannel {
            PlannedChannel(
                id: ChannelID(name.text, symbol), symbol: symbol, kind: kind, snapshot: snapshot,
                silenceLimitMilliseconds: PlannedChannel.quietLimitMilliseconds,
                unsubscribeFrame: #"{"type":"unsubscribe","product_ids":["\#(symbol)"],"channels":["\#(name)"]}"#,
                subscription: Self.exchangeRequest([symbol], name))
        }
        let orders = channel(.order, CoinbaseChannel.full, .request(orderBookRequest(symbol)))
        return subscription.kinds.contains(.book)
            ? [orders, channel(.book, CoinbaseChannel.level2Batch, .inStream)] : [orders]
    }

    /// The whole book of orders, to which the `full` channel brings the changes: messages up to the snapshot's sequence
    /// are in it already (https://docs.cdp.coinbase.com/exchange/websocket-feed/channels, "Full channel").
    private func orderBookRequest(_ symbol: String) -> RESTRequest {
        RESTRequest(path: "/products/\(symbol)/book?level=3")
    }
}
