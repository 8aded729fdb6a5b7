import Base
import JSON
import MarketData
import Testing
import VenueKit
import WebSocket

/// A venue that asks for all that the present ones do not: it tells a session's address and heartbeat over a POST, wants a
/// header at the connect, explains a subscription once and then sends its number, in binary, and answers JSON-RPC.
struct NumberedVenue: Venue {
    static let topic = "trades.BTCUSDT"
    static let call = RESTRequest(posting: #"{"method":"latest"}"#, to: "/rpc")

    let name = "bybit"
    let products: [Product] = [.linear]

    func kinds(for product: Product) -> [EventKind] { [.trade] }

    func endpoints(for product: Product) -> VenueEndpoints { VenueEndpoints(webSocket: [], rest: []) }

    func plan(_ subscription: Subscription) -> [ConnectionPlan] {
        let request = SubscribeRequest([Self.topic], form: [#"{"subscribe":["#, .topics, #"],"id":"#, .number, "}"])
        return [
            ConnectionPlan(
                name: "linear-0", product: .linear, path: "/unused", headers: [HTTPHeader("x-size-decimal", "1")],
                addressRequest: RESTRequest(posting: #"{"want":"token"}"#, to: "/token"), subscriptions: [request],
                channels: [
                    PlannedChannel(
                        id: ChannelID(Self.topic), symbol: "BTCUSDT", kind: .trade, unsubscribeFrame: "{}",
                        subscription: request)
                ], requests: [Self.call])
        ]
    }

    func listing(of product: Product) -> VenueListing { VenueListing(requests: [], tradingStatuses: []) }

    func policy(for product: Product) -> VenuePolicy {
        let limit = RateLimit(burst: 1000, tokens: 1000, milliseconds: 1)
        var policy = VenuePolicy(connects: limit, sends: limit, requests: limit)
        policy.pingMilliseconds = 1000
        policy.firstRetryMilliseconds = 10
        return policy
    }

    func makeReader(for product: Product) -> any SessionReader { Reader() }

    func fault(in body: UnsafeRawBufferPointer, answering request: RESTRequest) -> String? { nil }

    func makeDecoder(for product: Product) -> any FrameDecoder { Decoder() }

    /// Remembers which number stands for which topic.
    struct Reader: SessionReader {
        private var topics: [UInt8: String] = [:]

        mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection {
            var found = FrameInspection()
            if frame.isBinary {
                found.request = frame.bytes.first.flatMap { topics[$0] } ?? ""
                if !found.request.isEmpty { found.channel = ChannelID(found.request) }
            } else if let message = ClientMessage(frame.bytes) {
                if let topic = message["topic"]?.text, let channel = message["channel"].flatMap({ UInt8($0.json) }) {
                    topics[channel] = topic
                    found.answer = SubscribeAnswer(number: message["id"].flatMap { Int($0.json) }, .accepted)
                }
                found.endsSoon = message["bye"] != nil
                if message["are you there"] != nil { found.reply = #"{"yes":1}"# }
            }
            return found
        }

        mutating func address(in body: UnsafeRawBufferPointer) -> SessionAddress? {
            guard let message = ClientMessage(body), let url = message["url"]?.text else { return nil }
            return SessionAddress(
                url: url, heartbeat: Heartbeat(intervalMilliseconds: 20, frame: #"{"op":"ping"}"#))
        }
    }

    private struct Decoder: FrameDecoder {
        mutating func decode(
            _ frame: borrowing FrameBuffer, context: FrameContext, into batch: inout EventBatch
        ) throws(DecodeError) -> FrameOutcome { .control }
    }
}
