import CoinbaseVenue
import JSON
import MarketData
import VenueKit

/// One connection to the simulated Coinbase, with either of its APIs.
struct CoinbaseSimulationSession: VenueSimulationSession {
    /// The API that the client uses.
    enum Dialect: Sendable {
        /// Unknown before the first frame.
        case unknown
        /// `ws-feed.exchange.coinbase.com`.
        case exchange
        /// `advanced-trade-ws.coinbase.com`.
        case advanced
    }

    var dialect = Dialect.unknown
    /// Symbols by channel; a channel without symbols (`status`) has the empty one.
    var channels: [String: Set<String>] = [:]
    /// Advanced Trade numbers all messages of a connection.
    var sequenceNumber: Int64 = 0
    /// Whether a recording is played, which contains its own heartbeats.
    private var isPlayback = false
    private var nextHeartbeat = Timestamp(nanoseconds: 0)
    private var heartbeats: Int64 = 0
    /// The contents of each symbol's heartbeats: its last order sequence and trade.
    private var lastSeen: [String: (sequence: Int64, trade: Int64)] = [:]

    /// It starts without subscriptions.
    init() {}

    var isSubscribed: Bool { !channels.isEmpty }

    func subscribes(to stream: RecordedStream) -> Bool {
        if has(stream.channel, stream.symbol) { return true }
        switch stream.channel {
        // The batched channel sends the same frames, and full also sends the matches.
        case CoinbaseChannel.level2:
            return has(CoinbaseChannel.level2Batch.text, stream.symbol)
                || has(CoinbaseChannel.level2Of50.text, stream.symbol)
        case CoinbaseChannel.matches: return has(CoinbaseChannel.full.text, stream.symbol)
        case CoinbaseChannel.heartbeats, CoinbaseChannel.status: return channels[stream.channel] != nil
        default: return false
        }
    }

    func has(_ channel: String, _ symbol: String) -> Bool { channels[channel]?.contains(symbol) ?? false }

    mutating func receive(
        _ frame: UnsafeRawBufferPointer, market: (any SyntheticMarketView)?, time: Timestamp,
        into sink: inout FrameSink
    ) {
        isPlayback = market == nil
        guard let message = ClientMessage(frame) else { return fail("Malformed JSON", "", into: &sink) }
        guard let type = message["type"]?.text, type == "subscribe" || type == "unsubscribe" else {
            return fail("Type has to be either subscribe or unsubscribe", "", into: &sink)
        }
        if let channel = message["channel"]?.text {
            dialect = .advanced
            let symbols = message["product_ids"]?.texts ?? []
            change([(channel, symbols)], isSubscribe: type == "subscribe", market, time, into: &sink)
        } else {
            dialect = .exchange
            change(Self.exchangeChannels(message), isSubscribe: type == "subscribe", market, time, into: &sink)
        }
    }

    /// `channels` contains names, which use the message's `product_ids`, and objects with their own.
    private static func exchangeChannels(_ message: ClientMessage) -> [(String, [String])] {
        guard case .array(let items)? = message["channels"] else { return [] }
        let shared = message["product_ids"]?.texts ?? []
        return items.compactMap { item in
            if let name = item.text { return (name, shared) }
            guard let name = item["name"]?.text else { return nil }
            return (name, item["product_ids"]?.texts ?? shared)
        }
    }

    private mutating func change(
        _ wanted: [(channel: String, symbols: [String])], isSubscribe: Bool, _ market: (any SyntheticMarketView)?,
        _ time: Timestamp, into sink: inout FrameSink
    ) {
        guard !wanted.isEmpty else { return fail("Failed to subscribe", "No channels provided", into: &sink) }
        for (channel, symbols) in wanted {
            guard Self.known(dialect).contains(channel) else {
                return fail("Failed to subscribe", "\(channel) is not a valid channel", into: &sink)
            }
            if let market, let unknown = symbols.first(where: { market.index(of: $0) == nil }) {
                return fail("Failed to subscribe", "\(unknown) is not a valid product", into: &sink)
            }
            guard !symbols.isEmpty || CoinbaseChannel.status ~= channel || CoinbaseChannel.heartbeats ~= channel else {
                return fail(
                    "Failed to subscribe", "You need to specify at least one product ID for channel \(channel)",
                    into: &sink)
            }
        }
        for (channel, symbols) in wanted {
            for symbol in symbols.isEmpty ? [""] : symbols {
                guard isSubscribe else {
                    channels[channel]?.remove(symbol)
                    continue
                }
                guard channels[channel, default: []].insert(symbol).inserted, let market else { continue }
                start(channel, symbol, market, time, into: &sink)
            }
            if channels[channel]?.isEmpty ?? false { channels[channel] = nil }
        }
        acknowledge(time, into: &sink)
    }

    private static func known(_ dialect: Dialect) -> Set<String> {
        let names =
            dialect == .advanced
            ? [
                CoinbaseChannel.heartbeats, CoinbaseChannel.candles, CoinbaseChannel.status, CoinbaseChannel.ticker,
                CoinbaseChannel.tickerBatch, CoinbaseChannel.level2, CoinbaseChannel.marketTrades,
            ]
            : [
                CoinbaseChannel.heartbeat, CoinbaseChannel.status, CoinbaseChannel.ticker, CoinbaseChannel.tickerBatch,
                CoinbaseChannel.level2, CoinbaseChannel.level2Batch, CoinbaseChannel.level2Of50, CoinbaseChannel.full,
                CoinbaseChannel.level3, CoinbaseChannel.matches, ChannelName("auctionfeed"),
            ]
        return Set(names.map(\.text))
    }

    /// The first messages of a channel.
    private mutating func start(
        _ channel: String, _ symbol: String, _ market: any SyntheticMarketView, _ time: Timestamp,
        into sink: inout FrameSink
    ) {
        if dialect == .exchange {
            startExchange(channel, symbol, market, time, into: &sink)
        } else {
            startAdvanced(channel, symbol, market, time, into: &sink)
        }
    }

    /// Both APIs answer with all current subscriptions.
    private mutating func acknowledge(_ time: Timestamp, into sink: inout FrameSink) {
        if dialect == .advanced {
            beginAdvanced(CoinbaseChannel.subscriptions, time, into: &sink)
            sink.writer.text("{\"subscriptions\":{")
            for (index, (channel, symbols)) in channels.sorted(by: { $0.key < $1.key }).enumerated() {
                let list = symbols == [""] ? [channel] : symbols.sorted()
                sink.writer.text((index == 0 ? "" : ",") + "\"\(channel)\":[\(Self.quoted(list))]")
            }
            sink.writer.raw("}}]}")
            return sink.endFrame()
        }
        let list = channels.sorted { $0.key < $1.key }.map { channel, symbols in
            "{\"name\":\"\(channel)\",\"product_ids\":[\(Self.quoted(symbols.subtracting([""]).sorted()))],"
                + "\"account_ids\":null}"
        }
        sink.frame("{\"type\":\"subscriptions\",\"channels\":[\(list.joined(separator: ","))]}")
    }

    private static func quoted(_ texts: [String]) -> String {
        texts.map { "\"\($0)\"" }.joined(separator: ",")
    }

    private func fail(_ message: String, _ reason: String, into sink: inout FrameSink) {
        sink.writer.raw("{\"type\":\"error\",\"message\":")
        sink.writer.string(message)
        if !reason.isEmpty {
            sink.writer.raw(",\"reason\":")
            sink.writer.string(reason)
        }
        sink.writer.raw("}")
        sink.endFrame()
    }

    mutating func encode(
        _ event: SyntheticEvent, market: any SyntheticMarketView, into sink: inout FrameSink
    ) {
        if dialect == .exchange {
            encodeExchange(event, market, into: &sink)
        } else {
            encodeAdvanced(event, market, into: &sink)
        }
        note(event, market)
    }

    private mutating func note(_ event: SyntheticEvent, _ market: any SyntheticMarketView) {
        guard channels[CoinbaseChannel.heartbeat.text] != nil, case .orders(let changes) = event.body,
            let last = changes.last
        else {
            return
        }
        let trade = market.recentTrades(event.symbol).last?.trade.number ?? 0
        lastSeen[market.instruments[event.symbol].symbol] = (last.sequence, trade)
    }

    /// One heartbeat per second: per symbol on Exchange, per connection on Advanced Trade.
    mutating func tick(time: Timestamp, into sink: inout FrameSink) {
        guard !isPlayback, time >= nextHeartbeat,
            channels[CoinbaseChannel.heartbeat.text] != nil || channels[CoinbaseChannel.heartbeats.text] != nil
        else {
            return
        }
        nextHeartbeat = Timestamp(nanoseconds: time.nanoseconds + 1_000_000_000)
        heartbeats += 1
        for symbol in (channels[CoinbaseChannel.heartbeat.text] ?? []).sorted() {
            let seen = lastSeen[symbol] ?? (0, 0)
            sink.writer.text(
                "{\"type\":\"heartbeat\",\"last_trade_id\":\(seen.trade),\"product_id\":\"\(symbol)\","
                    + "\"sequence\":\(seen.sequence),\"time\":")
            sink.writer.isoTime(time)
            sink.writer.raw("}")
            sink.endFrame()
        }
        guard channels[CoinbaseChannel.heartbeats.text] != nil else { return }
        beginAdvanced(CoinbaseChannel.heartbeats, time, into: &sink)
        let parts = time.description
        let text = "\(parts.prefix(10)) \(parts.dropFirst(11).prefix(18)) +0000 UTC m=+\(heartbeats).000000001"
        sink.writer.text("{\"current_time\":\"\(text)\",\"heartbeat_counter\":\(heartbeats)}]}")
        sink.endFrame()
    }
}
