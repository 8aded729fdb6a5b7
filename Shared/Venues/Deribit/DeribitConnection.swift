import MarketData
import VenueKit

/// Distributes a subscription over Deribit's connections.
///
/// Without a login the shortest interval is 100 ms; `raw` gives error 13778, `raw_subscriptions_not_available_for_unauthorized`
/// (https://docs.deribit.com/subscriptions/orderbook/bookinstrument_nameinterval).
struct DeribitConnection {
    /// The maximum number of channels per connection. The venue limits connections (32 per address) and credits, and documents
    /// no limit of channels. With 500, a lost connection loses little.
    static let channelLimit = 500
    /// The number of channels in one subscribe frame, about 4 KB.
    static let channelsPerFrame = 100
    /// The interval of the venue's heartbeats. It sends a test request if it receives nothing.
    static let heartbeatSeconds = 30
    /// The path of the list of instruments.
    static let instrumentsPath = "/api/v2/public/get_instruments"
    /// The interval of books, trades and tickers.
    static let interval = "100ms"

    private let subscription: Subscription

    init(_ subscription: Subscription) {
        self.subscription = subscription
    }

    /// As many connections as the limit of channels requires; the channels of one instrument stay together.
    var plans: [ConnectionPlan] {
        let perSymbol = channels(for: "").count
        var plans: [ConnectionPlan] = []
        var rest = subscription.symbols[...]
        guard perSymbol > 0 || !instrumentRequests.isEmpty else { return [] }
        // Two channels of the limit are reserved for the venue's state.
        let symbolsPerPlan = max(1, (Self.channelLimit - 2) / max(1, perSymbol))
        while !rest.isEmpty {
            var channels = rest.prefix(symbolsPerPlan).flatMap(channels(for:)).map(\.name)
            let watched = rest.prefix(symbolsPerPlan).flatMap { symbol in
                self.channels(for: symbol).map { planned($0.name, $0.kind, of: symbol) }
            }
            rest = rest.dropFirst(symbolsPerPlan)
            if plans.isEmpty, subscription.kinds.contains(.status) {
                channels += [DeribitChannel.platformState.text, "\(DeribitChannel.instrument).state.any.any"]
            }
            plans.append(plan(number: plans.count, channels: channels, watched: watched))
        }
        return plans
    }

    private func plan(number: Int, channels: [String], watched: [PlannedChannel]) -> ConnectionPlan {
        let heartbeat =
            #"{"jsonrpc":"2.0","id":1,"method":"public/set_heartbeat","params":{"interval":\#(Self.heartbeatSeconds)}}"#
        return ConnectionPlan(
            name: "\(subscription.product.name)-\(number)", product: subscription.product, path: "/ws/api/v2",
            openingFrames: [heartbeat], subscriptions: request(channels).cut(into: Self.channelsPerFrame),
            channels: watched,
            requests: number == 0 ? instrumentRequests : [])
    }

    /// A channel is identified by its kind and instrument, regardless of its interval.
    private func planned(_ channel: String, _ kind: EventKind, of symbol: String) -> PlannedChannel {
        let isWholeBook = channel == "\(DeribitChannel.book).\(symbol).\(Self.interval)"
        return PlannedChannel(
            id: ChannelID(String(channel.prefix { $0 != "." }), symbol), symbol: symbol, kind: kind,
            snapshot: isWholeBook ? .inStream : .none,
            silenceLimitMilliseconds: kind == .trade ? nil : PlannedChannel.quietLimitMilliseconds,
            unsubscribeFrame:
                #"{"jsonrpc":"2.0","id":0,"method":"public/unsubscribe","params":{"channels":["\#(channel)"]}}"#,
            subscription: request([channel]))
    }

    private func request(_ channels: [String]) -> SubscribeRequest {
        SubscribeRequest(
            channels,
            form: [
                #"{"jsonrpc":"2.0","id":"#, .number, #","method":"public/subscribe","params":{"channels":["#, .topics,
                "]}}",
            ])
    }

    private func channels(for symbol: String) -> [(name: String, kind: EventKind)] {
        let kinds = subscription.kinds
        var channels: [(name: String, kind: EventKind)] = []
        if kinds.contains(.book) {
            // Grouped books have 1, 10 or 20 levels; only a shallow book requested by depth is one.
            let depth = subscription.bookDepth.flatMap { wanted in [1, 10, 20].first { $0 >= wanted } }
            channels.append(
                ("\(DeribitChannel.book).\(symbol).\(depth.map { "none.\($0)." } ?? "")\(Self.interval)", .book))
        }
        // Liquidations are marked trades.
        if kinds.contains(.trade) || kinds.contains(.liquidation) {
            channels.append(("\(DeribitChannel.trades).\(symbol).\(Self.interval)", .trade))
        }
        if kinds.contains(.quote) { channels.append(("\(DeribitChannel.quote).\(symbol)", .quote)) }
        if kinds.contains(.ticker) {
            channels.append(("\(DeribitChannel.ticker).\(symbol).\(Self.interval)", .ticker))
        } else if kinds.contains(.funding), symbol.isEmpty || symbol.hasSuffix("-PERPETUAL") {
            // The ticker contains the funding rate too.
            channels.append(("\(DeribitChannel.perpetual).\(symbol).\(Self.interval)", .funding))
        }
        return channels
    }

    /// One answer per currency: https://docs.deribit.com/api-reference/market-data/public-get_instruments. Instruments settled
    /// in a stablecoin are listed under it.
    private var instrumentRequests: [RESTRequest] {
        guard subscription.kinds.contains(.instrument) else { return [] }
        let kind: String
        switch subscription.product {
        case .inverse, .linear: kind = "future"
        case .option: kind = "option"
        case .spot:
            return [RESTRequest(path: "\(Self.instrumentsPath)?currency=any&kind=spot&expired=false")]
        }
        let currencies = subscription.symbols.compactMap { symbol -> String? in
            guard let pair = symbol.split(separator: "-").first else { return nil }
            return pair.split(separator: "_").last.map(String.init)
        }
        return Set(currencies).sorted().map {
            RESTRequest(path: "\(Self.instrumentsPath)?currency=\($0)&kind=\(kind)&expired=false")
        }
    }
}
