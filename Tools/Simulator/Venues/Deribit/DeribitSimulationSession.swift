import DeribitVenue
import JSON
import MarketData
import VenueKit

/// One connection to the simulated Deribit.
struct DeribitSimulationSession: VenueSimulationSession {
    let product: Product
    /// The subscribed channels, by their split form.
    private var channels: [Key: Set<String>] = [:]
    private var heartbeat: Heartbeat?

    /// `book.BTC-PERPETUAL.raw` without its interval.
    private struct Key: Hashable {
        var kind: String
        var subject: String
    }

    /// The state started by `public/set_heartbeat`.
    private struct Heartbeat {
        var intervalNanoseconds: Int64
        var nextTest: Timestamp
        /// The number of test requests since the client's last frame.
        var unanswered = 0
    }

    /// It starts without subscriptions.
    init(product: Product) {
        self.product = product
    }

    var isSubscribed: Bool { !channels.isEmpty }

    /// The interval of a recording (`raw`) need not match the subscription.
    func subscribes(to stream: RecordedStream) -> Bool {
        channels[Key(kind: stream.channel, subject: stream.symbol)] != nil
    }

    /// `book.BTC-PERPETUAL.100ms` → (`book`, `BTC-PERPETUAL`); `platform_state` → (`platform_state`, ``).
    static func split(_ channel: String) -> (kind: Substring, subject: Substring) {
        let parts = channel.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }

    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink
    ) {
        heartbeat?.unanswered = 0
        guard let message = ClientMessage(frame) else {
            return fail(-32700, "Parse error", "null", into: &sink)
        }
        let identifier = message["id"]?.json ?? "null"
        let wanted = message["params"]?["channels"]?.texts ?? []
        switch message["method"]?.text {
        case "public/subscribe": subscribe(wanted, identifier, market, time, into: &sink)
        case "public/unsubscribe":
            for channel in wanted { channels[key(of: channel)] = nil }
            answer(list(wanted), identifier, time, into: &sink)
        case "public/unsubscribe_all":
            channels = [:]
            answer("\"ok\"", identifier, time, into: &sink)
        case "public/set_heartbeat": setHeartbeat(message["params"]?["interval"], identifier, time, into: &sink)
        case "public/disable_heartbeat":
            heartbeat = nil
            answer("\"ok\"", identifier, time, into: &sink)
        case "public/test", "public/hello":
            answer("{\"version\":\"1.2.26\"}", identifier, time, into: &sink)
        case "public/get_time":
            answer(String(time.nanoseconds / 1_000_000), identifier, time, into: &sink)
        default: fail(-32601, "Method not found", identifier, into: &sink)
        }
    }

    private func key(of channel: String) -> Key {
        let (kind, subject) = Self.split(channel)
        return Key(kind: String(kind), subject: String(subject))
    }

    /// The answer lists the accepted channels; a channel that does not exist is left out.
    private mutating func subscribe(
        _ wanted: [String], _ identifier: String, _ market: (any SyntheticMarketView)?, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        guard !wanted.isEmpty else { return fail(-32602, "Invalid params", identifier, into: &sink) }
        let accepted = wanted.filter { market == nil || isKnown($0, market) }
        answer(list(accepted), identifier, time, into: &sink)
        for channel in accepted where channels[key(of: channel), default: []].insert(channel).inserted {
            if let market { sendSnapshot(channel, market, time, into: &sink) }
        }
    }

    private func isKnown(_ channel: String, _ market: (any SyntheticMarketView)?) -> Bool {
        let key = key(of: channel)
        switch key.kind {
        case DeribitChannel.platformState: return true
        case DeribitChannel.instrument: return channel.hasPrefix("\(DeribitChannel.instrument).state.")
        case DeribitChannel.book, DeribitChannel.trades, DeribitChannel.ticker, DeribitChannel.quote,
            DeribitChannel.perpetual,
            "incremental_ticker":
            return market?.index(of: key.subject) != nil
        default: return false
        }
    }

    /// https://docs.deribit.com/#public-set_heartbeat: intervals below 10 s are refused.
    private mutating func setHeartbeat(
        _ interval: ClientMessage?, _ identifier: String, _ time: Timestamp, into sink: inout FrameSink
    ) {
        guard case .number(let text)? = interval, let seconds = Int64(text), seconds >= 10 else {
            return fail(-32602, "Invalid params", identifier, into: &sink)
        }
        let nanoseconds = seconds * 1_000_000_000
        heartbeat = Heartbeat(
            intervalNanoseconds: nanoseconds, nextTest: Timestamp(nanoseconds: time.nanoseconds + nanoseconds))
        answer("\"ok\"", identifier, time, into: &sink)
    }

    /// Each interval sends a test request; a client that does not answer before the next one is disconnected.
    mutating func tick(time: Timestamp, into sink: inout FrameSink) {
        guard var beat = heartbeat, time >= beat.nextTest else { return }
        beat.nextTest = Timestamp(nanoseconds: time.nanoseconds + beat.intervalNanoseconds)
        beat.unanswered += 1
        heartbeat = beat
        guard beat.unanswered <= 1 else { return sink.close(code: 1000) }
        sink.frame("{\"jsonrpc\":\"2.0\",\"method\":\"heartbeat\",\"params\":{\"type\":\"test_request\"}}")
    }

    private func list(_ channels: [String]) -> String {
        "[" + channels.map { "\"\($0)\"" }.joined(separator: ",") + "]"
    }

    private func answer(_ result: String, _ identifier: String, _ time: Timestamp, into sink: inout FrameSink) {
        let microseconds = time.nanoseconds / 1000
        sink.frame(
            """
            {"jsonrpc":"2.0","id":\(identifier),"result":\(result),"usIn":\(microseconds),\
            "usOut":\(microseconds + 120),"usDiff":120,"testnet":false}
            """)
    }

    private func fail(_ code: Int, _ message: String, _ identifier: String, into sink: inout FrameSink) {
        sink.frame(
            "{\"jsonrpc\":\"2.0\",\"id\":\(identifier),\"error\":{\"message\":\"\(message)\",\"code\":\(code)}}")
    }
}

// MARK: - Market data

extension DeribitSimulationSession {
    mutating func encode(
        _ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        let instrument = market.instruments[event.symbol]
        func each(_ kind: ChannelName, _ body: (DeribitFrames) -> Void) {
            for channel in channels[Key(kind: kind.text, subject: instrument.symbol), default: []].sorted() {
                body(DeribitFrames(instrument: instrument, channel: channel, time: event.time))
            }
        }
        switch event.body {
        case .book(let change):
            each(DeribitChannel.book) { frames in
                if frames.isGrouped {
                    frames.grouped(market.publishedBook(event.symbol), into: &sink)
                } else {
                    frames.change(change, into: &sink)
                }
            }
        case .trades(let trades):
            each(DeribitChannel.trades) { $0.trades(trades, market.ticker(event.symbol), into: &sink) }
        case .quote(let quote): each(DeribitChannel.quote) { $0.quote(quote, into: &sink) }
        case .ticker(let ticker, _): each(DeribitChannel.ticker) { $0.ticker(ticker, into: &sink) }
        case .funding(let ticker): each(DeribitChannel.perpetual) { $0.perpetual(ticker, into: &sink) }
        case .status: sendPlatformState(event.time, into: &sink)
        case .instrument: sendInstrumentState(instrument, event.time, into: &sink)
        case .orders, .liquidation: break
        }
    }

    private func sendSnapshot(
        _ channel: String, _ market: any SyntheticMarketView, _ time: Timestamp, into sink: inout FrameSink
    ) {
        let key = key(of: channel)
        if DeribitChannel.platformState ~= key.kind { return sendPlatformState(time, into: &sink) }
        guard let index = market.index(of: key.subject) else { return }
        let frames = DeribitFrames(instrument: market.instruments[index], channel: channel, time: time)
        let book = market.publishedBook(index)
        switch key.kind {
        case DeribitChannel.book:
            if frames.isGrouped { frames.grouped(book, into: &sink) } else { frames.snapshot(book, into: &sink) }
        case DeribitChannel.ticker: frames.ticker(market.ticker(index), into: &sink)
        case DeribitChannel.quote: frames.quote(book.quote, into: &sink)
        case DeribitChannel.perpetual where market.instruments[index].isPerpetual:
            frames.perpetual(market.ticker(index), into: &sink)
        default: break
        }
    }

    private func sendPlatformState(_ time: Timestamp, into sink: inout FrameSink) {
        guard channels[Key(kind: DeribitChannel.platformState.text, subject: "")] != nil else { return }
        sink.frame(
            """
            {"jsonrpc":"2.0","method":"subscription","params":{"channel":"\(DeribitChannel.platformState)","data":\
            {"price_index":"btc_usd","locked":false}}}
            """)
    }

    /// `instrument.state.{kind}.{currency}`, each of which may be `any`.
    private func sendInstrumentState(
        _ instrument: SyntheticInstrument, _ time: Timestamp, into sink: inout FrameSink
    ) {
        for channel in channels[Key(kind: DeribitChannel.instrument.text, subject: "state"), default: []].sorted() {
            let parts = channel.split(separator: ".")
            guard parts.count == 4, parts[2] == "any" || parts[2] == instrument.deribitKind,
                parts[3] == "any" || parts[3] == instrument.deribitCurrency
            else { continue }
            let milliseconds = time.nanoseconds / 1_000_000
            sink.frame(
                """
                {"jsonrpc":"2.0","method":"subscription","params":{"channel":"\(channel)","data":\
                {"timestamp":\(milliseconds),"state":"started","instrument_name":"\(instrument.symbol)"}}}
                """)
        }
    }
}
