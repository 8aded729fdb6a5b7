import MarketData
import VenueKit

/// Splits a subscription into Binance's connections: streams by SUBSCRIBE frames, snapshots and instruments by REST.
struct BinanceConnection {
    /// The maximum number of streams per connection: 1024 on spot and USD-M. COIN-M's pages say 200 and 1024, so all futures
    /// use 200.
    static let spotStreamLimit = 1024
    static let futuresStreamLimit = 200
    /// Streams in one SUBSCRIBE frame, about 2 KB.
    static let streamsPerFrame = 100
    /// The time of thirty missing mark prices.
    static let markPriceLimitMilliseconds = 30_000
    /// Open interest changes slowly and has no stream.
    static let openInterestIntervalMilliseconds = 60_000
    /// Spot's answer for all symbols is larger than the frame limit, so this many symbols are requested at a time.
    static let symbolsPerExchangeInfo = 100

    private let subscription: Subscription
    private let product: Product

    init(_ subscription: Subscription) {
        self.subscription = subscription
        product = subscription.product
    }

    /// The streams of a market that share one path.
    private enum Route: CaseIterable {
        /// USD-M's books and quotes: `/public/stream`.
        case `public`
        /// USD-M's other streams: `/market/stream`.
        case market
        /// Spot and COIN-M have one path for all: `/stream`.
        case all

        var path: String {
            switch self {
            case .public: "/public/stream"
            case .market: "/market/stream"
            case .all: "/stream"
            }
        }

        var nameSuffix: String {
            switch self {
            case .public: "-public"
            case .market: "-market"
            case .all: ""
            }
        }
    }

    /// One connection for each route and as many symbols as its limit allows. The streams of a symbol stay together, because
    /// the connection's decoder merges the parts of a ticker.
    var plans: [ConnectionPlan] {
        guard product != .option, !subscription.symbols.isEmpty else { return [] }
        let routes: [Route] = product == .linear ? [.public, .market] : [.all]
        return routes.flatMap { route in plans(for: route) }
    }

    private func plans(for route: Route) -> [ConnectionPlan] {
        let names = streamNames(for: route)
        let asksInstruments = route != .public && subscription.kinds.contains(.instrument)
        guard !names.isEmpty || asksInstruments else { return [] }
        let limit = product == .spot ? Self.spotStreamLimit : Self.futuresStreamLimit
        // One stream of the limit is left for `!contractInfo`.
        let symbolsPerPlan = max(1, (limit - 1) / max(1, names.count))
        var plans: [ConnectionPlan] = []
        var rest = subscription.symbols[...]
        while !rest.isEmpty {
            let symbols = Array(rest.prefix(symbolsPerPlan))
            rest = rest.dropFirst(symbolsPerPlan)
            var streams = symbols.flatMap { symbol in names.map { "\(symbol.lowercased())@\($0.name)" } }
            if plans.isEmpty, route != .public, product != .spot, subscription.kinds.contains(.status) {
                streams.append(BinanceChannel.contractInfo.text)
            }
            let channels = symbols.flatMap { symbol in names.map { channel($0.name, $0.kind, of: symbol) } }
            plans.append(
                ConnectionPlan(
                    name: "\(product.name)\(route.nameSuffix)-\(plans.count)", product: product, path: route.path,
                    subscriptions: request(streams).cut(into: Self.streamsPerFrame), channels: channels,
                    requests: requests(route: route, isFirst: plans.isEmpty, symbols: symbols)))
        }
        return plans
    }

    /// The frames of a stream are recognised by symbol and name, regardless of the speed.
    private func channel(_ name: String, _ kind: EventKind, of symbol: String) -> PlannedChannel {
        let stream = "\(symbol.lowercased())@\(name)"
        let isBook = kind == .book && partialDepth == nil
        return PlannedChannel(
            id: ChannelID(symbol.lowercased(), String(name.prefix { $0 != "@" })), symbol: symbol, kind: kind,
            snapshot: isBook ? .request(snapshotRequest(symbol)) : .none,
            silenceLimitMilliseconds: silenceLimit(name, kind),
            unsubscribeFrame: "{\"method\":\"UNSUBSCRIBE\",\"params\":[\"\(stream)\"],\"id\":0}",
            subscription: request([stream]))
    }

    /// The mark price comes every second; other streams only send changes.
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams/Mark-Price-Stream
    private func silenceLimit(_ name: String, _ kind: EventKind) -> Int? {
        if name.hasPrefix(BinanceChannel.markPrice.text) { return Self.markPriceLimitMilliseconds }
        return kind == .trade || kind == .liquidation ? nil : PlannedChannel.quietLimitMilliseconds
    }

    private func request(_ streams: [String]) -> SubscribeRequest {
        SubscribeRequest(
            streams, form: [#"{"method":"SUBSCRIBE","params":["#, .topics, #"],"id":"#, .number, "}"])
    }

    /// The part after `<symbol>@` for each requested kind, in a fixed order.
    private func streamNames(for route: Route) -> [(name: String, kind: EventKind)] {
        var names: [(name: String, kind: EventKind)] = []
        let kinds = subscription.kinds
        if route != .market {
            if kinds.contains(.book) { names.append((bookStream, .book)) }
            if kinds.contains(.quote) { names.append((BinanceChannel.bookTicker.text, .quote)) }
        }
        if route != .public {
            // Futures only document aggTrade; their `trade` stream exists but may disappear without notice.
            if kinds.contains(.trade) {
                names.append(((product == .spot ? BinanceChannel.trade : BinanceChannel.aggTrade).text, .trade))
            }
            if kinds.contains(.ticker) { names.append((BinanceChannel.ticker.text, .ticker)) }
            if product != .spot {
                // The mark price is a part of the ticker.
                if kinds.contains(.funding) || kinds.contains(.ticker) {
                    names.append(("\(BinanceChannel.markPrice)@1s", .funding))
                }
                if kinds.contains(.liquidation) { names.append((BinanceChannel.forceOrder.text, .liquidation)) }
            }
        }
        return names
    }

    /// The changes of the whole book, or the smallest partial book that is deep enough if a shallow one is configured.
    private var bookStream: String {
        if let depth = partialDepth { return "\(BinanceChannel.depth)\(depth)@100ms" }
        return product == .spot ? "\(BinanceChannel.depth)@100ms" : "\(BinanceChannel.depth)@0ms"
    }

    private var partialDepth: Int? {
        guard let depth = subscription.bookDepth else { return nil }
        return [5, 10, 20].first { $0 >= depth }
    }
}

// MARK: - REST

extension BinanceConnection {
    private func requests(route: Route, isFirst: Bool, symbols: [String]) -> [RESTRequest] {
        var requests: [RESTRequest] = []
        if route != .public, subscription.kinds.contains(.instrument) {
            requests += instrumentRequests(isFirst: isFirst, symbols: symbols)
        }
        if route != .public, product != .spot, subscription.kinds.contains(.ticker) {
            requests += symbols.map { symbol in
                RESTRequest(
                    path: "\(prefix)/openInterest?symbol=\(symbol)",
                    repeatMilliseconds: Self.openInterestIntervalMilliseconds)
            }
        }
        return requests
    }

    private var prefix: String {
        switch product {
        case .spot, .option: "/api/v3"
        case .linear: "/fapi/v1"
        case .inverse: "/dapi/v1"
        }
    }

    private func instrumentRequests(isFirst: Bool, symbols: [String]) -> [RESTRequest] {
        guard product == .spot else {
            // Futures take no list of symbols: one answer holds the whole market.
            return isFirst ? [RESTRequest(path: "\(prefix)/exchangeInfo")] : []
        }
        var requests: [RESTRequest] = []
        var rest = symbols[...]
        while !rest.isEmpty {
            // "If any symbol provided in either symbol or symbols do not exist, the endpoint will throw an error."
            // (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints#exchange-information)
            requests.append(
                .divisible(rest.prefix(Self.symbolsPerExchangeInfo)) { symbols in
                    // The list is JSON, percent-encoded: ["BTCUSDT","BNBUSDT"].
                    let list = symbols.map { "%22\(percentEncoded($0))%22" }.joined(separator: ",")
                    return RESTRequest(
                        path: "\(prefix)/exchangeInfo?symbols=%5B\(list)%5D&showPermissionSets=false", weight: 20)
                })
            rest = rest.dropFirst(Self.symbolsPerExchangeInfo)
        }
        return requests
    }

    /// The snapshot that a local book starts from. Weights by depth:
    /// https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints#order-book
    /// https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book
    private func snapshotRequest(_ symbol: String) -> RESTRequest {
        let wanted = subscription.bookDepth ?? 1000
        let steps =
            product == .spot
            ? [(100, 5), (500, 25), (1000, 50), (5000, 250)] : [(50, 2), (100, 5), (500, 10), (1000, 20)]
        let deepest = product == .spot ? (5000, 250) : (1000, 20)
        let (limit, weight) = steps.first { $0.0 >= wanted } ?? deepest
        return RESTRequest(path: "\(prefix)/depth?symbol=\(percentEncoded(symbol))&limit=\(limit)", weight: weight)
    }

    /// A few spot symbols contain Chinese characters, but a path is ASCII.
    private func percentEncoded(_ symbol: String) -> String {
        var text = ""
        for byte in symbol.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return text
    }
}
