import MarketData
import VenueKit

/// Splits a subscription into connections, https://bybit-exchange.github.io/docs/v5/ws/connect
struct BybitConnection {
    /// The page that lists instruments.
    static let instrumentsPath = "/v5/market/instruments-info"
    /// The `args` of one public connection may not be longer than this, in characters.
    static let maximumArgumentsLength = 21_000
    /// Spot takes ten `args` a request; the others take any number, cut for readable logs.
    static let maximumArgumentsOnSpot = 10
    static let maximumArguments = 100
    /// Options take 2000 `args` a connection.
    static let maximumArgumentsOfOptions = 2000
    /// Level 1 is sent again after three seconds without a change (https://bybit-exchange.github.io/docs/v5/websocket/public/orderbook):
    /// five of those.
    static let topOfBookLimitMilliseconds = 15_000

    let subscription: Subscription

    func plans() -> [ConnectionPlan] {
        let product = subscription.product
        var plans: [ConnectionPlan] = []
        for group in groups() {
            plans.append(
                ConnectionPlan(
                    name: "\(product.name)-\(plans.count)", product: product, path: "/v5/public/\(product.name)",
                    subscriptions: requests(group), channels: group.map(channel),
                    requests: plans.isEmpty ? instrumentRequests() : []))
        }
        return plans
    }

    /// Topics in groups that fit one connection each; a symbol's topics stay together.
    private func groups() -> [[String]] {
        var groups: [[String]] = []
        var length = 0
        for topics in topicsBySymbol() where !topics.isEmpty {
            // Quotes and a comma come with each topic.
            let added = topics.reduce(0) { $0 + $1.utf8.count + 3 }
            let isFull =
                length + added > Self.maximumArgumentsLength
                || subscription.product == .option
                    && (groups.last?.count ?? 0) + topics.count > Self.maximumArgumentsOfOptions
            if groups.isEmpty || isFull {
                groups.append([])
                length = 0
            }
            groups[groups.count - 1] += topics
            length += added
        }
        // If only instruments are configured, a connection is still needed for their requests.
        if groups.isEmpty, subscription.kinds.contains(.instrument) { groups.append([]) }
        return groups
    }

    private func requests(_ topics: [String]) -> [SubscribeRequest] {
        let limit = subscription.product == .spot ? Self.maximumArgumentsOnSpot : Self.maximumArguments
        return request(topics).cut(into: limit)
    }

    /// The answer contains the `req_id`: https://bybit-exchange.github.io/docs/v5/ws/connect
    private func request(_ topics: [String]) -> SubscribeRequest {
        SubscribeRequest(
            topics, form: [#"{"op":"subscribe","args":["#, .topics, #"],"req_id":""#, .number, #""}"#])
    }

    /// The frames of a topic are recognised by the topic.
    private func channel(_ topic: String) -> PlannedChannel {
        let dot = topic.lastIndex(of: ".") ?? topic.startIndex
        let name = topic[..<dot]
        let kind: EventKind =
            switch name {
            case BybitChannel.publicTrade: .trade
            case BybitChannel.tickers: .ticker
            case BybitChannel.allLiquidation: .liquidation
            case BybitChannel.topOfBook where subscription.product == .spot: .quote
            default: .book
            }
        let isOccasional = kind == .trade || kind == .liquidation
        return PlannedChannel(
            id: ChannelID(topic), symbol: String(topic[dot...].dropFirst()), kind: kind,
            snapshot: isOccasional ? .none : .inStream,
            silenceLimitMilliseconds: isOccasional
                ? nil
                : BybitChannel.topOfBook ~= name
                    ? Self.topOfBookLimitMilliseconds : PlannedChannel.quietLimitMilliseconds,
            unsubscribeFrame: #"{"op":"unsubscribe","args":["\#(topic)"]}"#,
            subscription: request([topic]))
    }

    private func topicsBySymbol() -> [[String]] {
        var seen: Set<String> = []
        return subscription.symbols.map { symbol in topics(symbol).filter { seen.insert($0).inserted } }
    }

    private func topics(_ symbol: String) -> [String] {
        let kinds = subscription.kinds
        let product = subscription.product
        let isDerivative = product == .linear || product == .inverse
        var topics: [String] = []
        if kinds.contains(.book) { topics.append("\(BybitChannel.orderbook).\(depth()).\(symbol)") }
        if kinds.contains(.trade) {
            // "option uses baseCoin, e.g., publicTrade.BTC"
            topics.append("\(BybitChannel.publicTrade).\(product == .option ? Self.baseCoin(symbol) : symbol)")
        }
        let wantsQuote = kinds.contains(.quote)
        if product == .spot, wantsQuote { topics.append("\(BybitChannel.topOfBook).\(symbol)") }
        if kinds.contains(.ticker) || isDerivative && kinds.contains(.funding) || product != .spot && wantsQuote {
            topics.append("\(BybitChannel.tickers).\(symbol)")
        }
        if isDerivative, kinds.contains(.liquidation) { topics.append("\(BybitChannel.allLiquidation).\(symbol)") }
        return topics
    }

    /// The smallest available depth that covers the configured one. The default is 200 levels every 100 ms, for options 100:
    /// 1000 levels come at half the pace, and 50 levels are too few.
    private func depth() -> Int {
        let offered = subscription.product == .option ? [25, 100] : [50, 200, 1000]
        guard let wish = subscription.bookDepth else { return offered[1] }
        return offered.first { $0 >= wish } ?? offered[offered.count - 1]
    }

    /// Instruments, once at the start and then every hour. Options are listed by base coin, "BTC by default".
    private func instrumentRequests() -> [RESTRequest] {
        guard subscription.kinds.contains(.instrument) else { return [] }
        let base = "\(Self.instrumentsPath)?category=\(subscription.product.name)"
        let paths: [String]
        switch subscription.product {
        // "Spot does not support pagination, so limit, cursor are invalid."
        case .spot: paths = [base]
        case .linear, .inverse: paths = ["\(base)&limit=1000"]
        case .option:
            let coins = Set(subscription.symbols.map(Self.baseCoin)).sorted()
            paths = (coins.isEmpty ? ["BTC"] : coins).map { "\(base)&limit=1000&baseCoin=\($0)" }
        }
        return paths.map { RESTRequest(path: $0, repeatMilliseconds: 3_600_000) }
    }

    private static func baseCoin(_ symbol: String) -> String {
        symbol.split(separator: "-").first.map(String.init) ?? symbol
    }
}
