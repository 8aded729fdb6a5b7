import BinanceVenue
import JSON
import MarketData
import VenueKit

/// One connection to the simulated Binance.
struct BinanceSimulationSession: VenueSimulationSession {
    let product: Product
    /// Whether frames are wrapped with their stream's name.
    let isCombined: Bool
    /// The parts after `@` in the streams, by lower-case symbol: `["btcusdt": ["depth@100ms"]]`.
    private var streams: [String: Set<String>] = [:]
    /// Streams over all symbols: `!contractInfo`.
    private var venueStreams: Set<String> = []

    /// `names` are the streams in the URL.
    init(product: Product, isCombined: Bool, streams names: [String]) {
        self.product = product
        self.isCombined = isCombined
        for name in names { change(name, subscribes: true) }
    }

    var isSubscribed: Bool { !streams.isEmpty || !venueStreams.isEmpty }

    /// The speed of a recording, and its kind of trade, need not match the subscription: both are one feed.
    func subscribes(to stream: RecordedStream) -> Bool {
        streams[stream.symbol]?.contains { Self.feed($0) == Self.feed(stream.channel) } ?? false
    }

    private static func feed(_ channel: String) -> Substring {
        let name = channel.prefix { $0 != "@" }
        return BinanceChannel.aggTrade ~= name ? BinanceChannel.trade.text[...] : name
    }

    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink
    ) {
        guard let message = ClientMessage(frame) else {
            let text = "Invalid JSON: expected value at line 1 column 1"
            return sink.frame("{\"error\":{\"code\":3,\"msg\":\"\(text)\"}}")
        }
        let identifier = message["id"]?.json ?? "null"
        switch message["method"]?.text {
        case "SUBSCRIBE": changeAll(message["params"], subscribes: true, identifier, into: &sink)
        case "UNSUBSCRIBE": changeAll(message["params"], subscribes: false, identifier, into: &sink)
        case "LIST_SUBSCRIPTIONS":
            let names = streams.flatMap { symbol, names in names.map { "\"\(symbol)@\($0)\"" } }.sorted()
            sink.frame("{\"result\":[\(names.joined(separator: ","))],\"id\":\(identifier)}")
        default:
            fail(
                "Invalid request: unknown variant, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`", identifier, into: &sink)
        }
    }

    private mutating func changeAll(
        _ parameters: ClientMessage?, subscribes: Bool, _ identifier: String, into sink: inout FrameSink
    ) {
        guard let names = parameters?.texts, !names.isEmpty else {
            return fail("Invalid request: params must be an array of strings", identifier, into: &sink)
        }
        guard names.allSatisfy(Self.isStream) else {
            return fail("Invalid request: invalid stream", identifier, into: &sink)
        }
        for name in names { change(name, subscribes: subscribes) }
        sink.frame("{\"result\":null,\"id\":\(identifier)}")
    }

    private func fail(_ text: String, _ identifier: String, into sink: inout FrameSink) {
        sink.frame("{\"error\":{\"code\":2,\"msg\":\"\(text)\"},\"id\":\(identifier)}")
    }

    /// Whether a name can be a stream: a symbol in lower case, `@`, and the kind of data.
    private static func isStream(_ name: String) -> Bool {
        if name.hasPrefix("!") { return true }
        guard let at = name.firstIndex(of: "@"), at > name.startIndex else { return false }
        let symbol = name[..<at]
        return symbol == symbol.lowercased() && symbol.allSatisfy { $0.isLetter || $0.isNumber || "_-.".contains($0) }
            && name.index(after: at) < name.endIndex
    }

    /// Symbols that are not listed are accepted and stay silent, as at the venue.
    private mutating func change(_ name: String, subscribes: Bool) {
        // Streams over all symbols have their name before `@`: `!contractInfo`.
        if name.hasPrefix("!") {
            if subscribes { venueStreams.insert(name) } else { venueStreams.remove(name) }
            return
        }
        guard Self.isStream(name), let at = name.firstIndex(of: "@") else { return }
        let symbol = String(name[..<at])
        let channel = String(name[name.index(after: at)...])
        if subscribes {
            streams[symbol, default: []].insert(channel)
        } else {
            streams[symbol]?.remove(channel)
            if streams[symbol]?.isEmpty ?? false { streams[symbol] = nil }
        }
    }

    /// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#general-wss-information
    mutating func announceEnd(time: Timestamp, into sink: inout FrameSink) {
        sink.frame("{\"e\":\"serverShutdown\",\"E\":\(time.nanoseconds / 1_000_000)}")
    }

    mutating func encode(
        _ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        let instrument = market.instruments[event.symbol]
        if case .status = event.body, venueStreams.contains(BinanceChannel.contractInfo.text) {
            BinanceFrames(product: product, instrument: instrument, time: event.time, channel: isCombined ? "" : nil)
                .contractInfo(into: &sink)
        }
        guard let subscribed = streams[instrument.symbol.lowercased()] else { return }
        for channel in subscribed.sorted() {
            let frames = BinanceFrames(
                product: product, instrument: instrument, time: event.time, channel: isCombined ? channel : nil)
            switch (event.body, channel.prefix { $0 != "@" }) {
            case (.book(let change), BinanceChannel.depth): frames.depth(change, into: &sink)
            case (.book, "depth5"), (.book, "depth10"), (.book, "depth20"):
                let levels = Int(channel.dropFirst(BinanceChannel.depth.text.count).prefix { $0 != "@" }) ?? 5
                frames.partialBook(market.publishedBook(event.symbol), levels: levels, into: &sink)
            case (.trades(let trades), BinanceChannel.trade): for trade in trades { frames.trade(trade, into: &sink) }
            case (.trades(let trades), BinanceChannel.aggTrade):
                for trade in trades { frames.aggregateTrade(trade, into: &sink) }
            case (.quote(let quote), BinanceChannel.bookTicker): frames.bookTicker(quote, into: &sink)
            case (.ticker(let ticker, _), BinanceChannel.ticker): frames.ticker(ticker, into: &sink)
            case (.ticker(let ticker, let changed), BinanceChannel.markPrice) where changed.contains(.mark):
                frames.markPrice(ticker, into: &sink)
            case (.funding(let ticker), BinanceChannel.markPrice): frames.markPrice(ticker, into: &sink)
            case (.liquidation(let liquidation), BinanceChannel.forceOrder): frames.forceOrder(liquidation, into: &sink)
            default: break
            }
        }
    }
}
