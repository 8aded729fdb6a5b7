import BybitVenue
import JSON
import MarketData
import VenueKit

/// One connection to the simulated Bybit.
struct BybitSimulationSession: VenueSimulationSession {
    let product: Product
    /// Topics without their symbol, by symbol: `["BTCUSDT": ["orderbook.50", "publicTrade"]]`.
    private var channels: [String: Set<String>] = [:]

    /// It starts without subscriptions.
    init(product: Product) {
        self.product = product
    }

    var isSubscribed: Bool { !channels.isEmpty }

    func subscribes(to stream: RecordedStream) -> Bool {
        channels[stream.symbol]?.contains(stream.channel) ?? false
    }

    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink
    ) {
        guard let message = ClientMessage(frame), let operation = message["op"]?.text else {
            return answer("subscribe", success: false, "error:request args invalid", "", into: &sink)
        }
        let identifier = message["req_id"]?.text ?? ""
        switch operation {
        case "ping":
            answer("ping", success: true, "pong", identifier, into: &sink)
        case "subscribe":
            subscribe(message["args"]?.texts ?? [], identifier, market, into: &sink)
        case "unsubscribe":
            for topic in message["args"]?.texts ?? [] { remove(topic) }
            answer("unsubscribe", success: true, "", identifier, into: &sink)
        default:
            answer(operation, success: false, "error:unsupported operation", identifier, into: &sink)
        }
    }

    private mutating func subscribe(
        _ topics: [String], _ identifier: String, _ market: (any SyntheticMarketView)?, into sink: inout FrameSink
    ) {
        // A spot request may have at most ten topics: https://bybit-exchange.github.io/docs/v5/ws/connect
        guard !topics.isEmpty, product != .spot || topics.count <= 10 else {
            return answer("subscribe", success: false, "args size >10", identifier, into: &sink)
        }
        let parsed = topics.map { Self.split($0) }
        guard product != .option else { return subscribeToOptions(topics, parsed, market, into: &sink) }
        for (topic, parts) in zip(topics, parsed) {
            guard let parts, market == nil || isKnown(parts.channel, parts.symbol, market) else {
                let text = "error:handler not found,topic:\(topic)"
                return answer("subscribe", success: false, text, identifier, into: &sink)
            }
        }
        answer("subscribe", success: true, product == .spot ? "subscribe" : "", identifier, into: &sink)
        for case let parts? in parsed { begin(parts, market, into: &sink) }
    }

    /// Options accept or refuse each topic separately and do not return the request's id:
    /// https://bybit-exchange.github.io/docs/v5/ws/connect
    private mutating func subscribeToOptions(
        _ topics: [String], _ parsed: [(channel: String, symbol: String)?], _ market: (any SyntheticMarketView)?,
        into sink: inout FrameSink
    ) {
        func list(_ topics: [String]) -> String { topics.map { "\"\($0)\"" }.joined(separator: ",") }
        let isTaken = parsed.map { parts in
            parts.map { market == nil || isKnown($0.channel, $0.symbol, market) } ?? false
        }
        let taken = zip(topics, isTaken).filter(\.1).map(\.0)
        let failed = zip(topics, isTaken).filter { !$0.1 }.map(\.0)
        sink.frame(
            #"{"success":true,"conn_id":"00000000-0000-4000-8000-000000000001","data":{"failTopics":[\#(list(failed))],"#
                + #""successTopics":[\#(list(taken))]},"type":"COMMAND_RESP"}"#)
        for case (let parts?, true) in zip(parsed, isTaken) { begin(parts, market, into: &sink) }
    }

    private mutating func begin(
        _ parts: (channel: String, symbol: String), _ market: (any SyntheticMarketView)?, into sink: inout FrameSink
    ) {
        guard channels[parts.symbol, default: []].insert(parts.channel).inserted, let market,
            let index = market.index(of: parts.symbol)
        else { return }
        sendSnapshot(parts.channel, index, market, into: &sink)
    }

    private mutating func remove(_ topic: String) {
        guard let parts = Self.split(topic) else { return }
        channels[parts.symbol]?.remove(parts.channel)
        if channels[parts.symbol]?.isEmpty ?? false { channels[parts.symbol] = nil }
    }

    private static func split(_ topic: String) -> (channel: String, symbol: String)? {
        guard let dot = topic.lastIndex(of: "."), dot > topic.startIndex else { return nil }
        return (String(topic[..<dot]), String(topic[topic.index(after: dot)...]))
    }

    private func isKnown(_ channel: String, _ symbol: String, _ market: (any SyntheticMarketView)?) -> Bool {
        if product == .option, BybitChannel.publicTrade ~= channel {
            // Topics of options contain their base coin: publicTrade.BTC.
            return market?.instruments.contains { $0.base == symbol } ?? false
        }
        guard market?.index(of: symbol) != nil else { return false }
        switch channel {
        case BybitChannel.publicTrade, BybitChannel.tickers, "kline.1", "kline.5": return true
        case BybitChannel.topOfBook, "orderbook.50", "orderbook.200", "orderbook.1000": return product != .option
        case "orderbook.100": return product == .option
        case BybitChannel.allLiquidation: return product == .linear || product == .inverse
        default: return false
        }
    }

    private func answer(
        _ operation: String, success: Bool, _ message: String, _ identifier: String, into sink: inout FrameSink
    ) {
        sink.writer.raw("{\"success\":")
        sink.writer.raw(success ? "true" : "false")
        sink.writer.raw(",\"ret_msg\":")
        sink.writer.string(message)
        sink.writer.raw(",\"conn_id\":\"00000000-0000-4000-8000-000000000001\",\"req_id\":")
        sink.writer.string(identifier)
        sink.writer.raw(",\"op\":")
        sink.writer.string(operation)
        sink.writer.raw("}")
        sink.endFrame()
    }

    mutating func encode(
        _ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        let instrument = market.instruments[event.symbol]
        var subscribed = channels[instrument.symbol] ?? []
        if product == .option { subscribed.formUnion(channels[instrument.base] ?? []) }
        switch event.body {
        case .book(let change):
            for channel in subscribed.sorted()
            where channel.hasPrefix("\(BybitChannel.orderbook).") && channel != BybitChannel.topOfBook.text {
                BybitFrames.book(channel, change, instrument, event.time, into: &sink)
            }
        case .quote(let quote) where subscribed.contains(BybitChannel.topOfBook.text):
            BybitFrames.topOfBook(quote, instrument, event.time, into: &sink)
        case .trades(let trades) where subscribed.contains(BybitChannel.publicTrade.text):
            let topic = product == .option ? instrument.base : instrument.symbol
            BybitFrames.trades(trades, topic, instrument, event.time, into: &sink)
        case .ticker(let ticker, let changed) where subscribed.contains(BybitChannel.tickers.text):
            BybitFrames.ticker(ticker, changed, product, instrument, event.time, isSnapshot: false, into: &sink)
        case .funding(let ticker) where subscribed.contains(BybitChannel.tickers.text) && instrument.isPerpetual:
            BybitFrames.ticker(
                ticker, [.funding, .mark], product, instrument, event.time, isSnapshot: false, into: &sink)
        case .liquidation(let liquidation) where subscribed.contains(BybitChannel.allLiquidation.text):
            BybitFrames.liquidation(liquidation, instrument, event.time, into: &sink)
        default: break
        }
    }

    private func sendSnapshot(
        _ channel: String, _ index: Int, _ market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        let instrument = market.instruments[index]
        let book = market.publishedBook(index)
        switch channel {
        case BybitChannel.topOfBook: BybitFrames.topOfBook(book.quote, instrument, book.time, into: &sink)
        case _ where channel.hasPrefix("\(BybitChannel.orderbook)."):
            BybitFrames.snapshot(channel, book, instrument, into: &sink)
        case BybitChannel.tickers:
            BybitFrames.ticker(
                market.ticker(index), .all, product, instrument, book.time, isSnapshot: true, into: &sink)
        default: break
        }
    }
}
