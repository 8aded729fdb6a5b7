import JSON
import MarketData
import VenueKit

/// What the producer must know of Coinbase's frames, of both feeds.
struct CoinbaseReader: SessionReader {
    mutating func inspect(_ frame: SessionFrame, for wants: FrameWants) -> FrameInspection {
        let bytes = frame.bytes
        var found = FrameInspection(channel: Self.channel(of: bytes))
        guard found.channel != nil else {
            found.answer = Self.answer(in: bytes)
            return found
        }
        if wants.contains(.sentTime) { found.sentTime = Self.sentTime(of: bytes) }
        if wants.contains(.snapshot) { found.isSnapshot = FrameText.contains(FrameText.snapshotType, in: bytes) }
        return found
    }

    /// Advanced Trade: `{"channel":"l2_data",…,"events":[{"type":"update","product_id":"BTC-USD",…`. Exchange names a type
    /// and a product; its `full` channel sends orders under several types.
    private static func channel(of frame: UnsafeRawBufferPointer) -> ChannelID? {
        guard let product = FrameText.value(of: "product_id", in: frame) else { return nil }
        if let channel = FrameText.value(of: "channel", in: frame) { return ChannelID(channel, product) }
        guard let type = FrameText.value(of: "type", in: frame) else { return nil }
        if bookTypes.contains(where: { FrameText.equals($0, type) }) {
            return id(CoinbaseChannel.level2Batch, product)
        }
        if orderTypes.contains(where: { FrameText.equals($0, type) }) {
            return id(CoinbaseChannel.full, product)
        }
        return nil
    }

    /// `timestamp` of Advanced Trade's frames, `time` of Exchange's: ISO 8601.
    private static func sentTime(of frame: UnsafeRawBufferPointer) -> Timestamp? {
        guard
            let text = FrameText.value(of: "timestamp", in: frame) ?? FrameText.value(of: "time", in: frame),
            let start = text.baseAddress
        else { return nil }
        do throws(DecodeError) {
            // The quotes stand around it.
            var buffer = FrameBuffer(minimumCapacity: 64)
            try buffer.assign(UnsafeRawBufferPointer(start: start - 1, count: text.count + 2))
            var cursor = buffer.cursor
            return try cursor.isoTime()
        } catch {
            // The decoder meets the same text and reports it.
            return nil
        }
    }

    private static let bookTypes: [StaticString] = ["l2update", "snapshot"]
    private static let orderTypes: [StaticString] = ["received", "open", "done", "match", "change"]

    private static func id(_ channel: ChannelName, _ product: UnsafeRawBufferPointer) -> ChannelID {
        ChannelID(
            UnsafeRawBufferPointer(start: channel.literal.utf8Start, count: channel.literal.utf8CodeUnitCount), product)
    }

    /// Requests have no number. What is accepted is answered with everything that is in force now, on Advanced Trade as
    /// `{"channel":"subscriptions",…,"events":[{"subscriptions":{"level2":["BTC-USD"]}}]}`, on Exchange as
    /// `{"type":"subscriptions","channels":[{"name":"full","product_ids":["BTC-USD"]}]}`. One product that it does not have
    /// makes it refuse all: `{"type":"error","message":"Failed to subscribe","reason":"FOO-USD is not a valid product"}`
    /// (https://docs.cdp.coinbase.com/exchange/websocket-feed/errors; "This results in the subscribe call being ignored
    /// entirely", https://github.com/coinbase/coinbase-pro-node/issues/174).
    private static func answer(in frame: UnsafeRawBufferPointer) -> SubscribeAnswer? {
        guard frame.count <= SubscribeAnswer.longestFrame, mayAnswer(frame), let message = ClientMessage(frame)
        else { return nil }
        if message["type"]?.text == "error" {
            let words = VenueWords.of(message) ?? ""
            let isPostponed = words.lowercased().contains("rate limit") || words.lowercased().contains("too many")
            let reason = message["reason"]?.text ?? ""
            let blamed = reason.hasSuffix(notAProduct) ? String(reason.dropLast(notAProduct.count)) : nil
            return SubscribeAnswer(isPostponed ? .postponed : .refused, words: words, blamed: blamed)
        }
        var names: Set<String> = []
        func note(_ channel: String, _ products: [String]) {
            names.insert(channel)
            for product in products { names.insert("\(channel):\(product)") }
        }
        if message["channel"]?.text == "subscriptions", case .array(let events)? = message["events"] {
            for case .object(let channels)? in events.map({ $0["subscriptions"] }) {
                for (channel, products) in channels { note(channel, products.texts ?? []) }
            }
        } else if message["type"]?.text == "subscriptions", case .array(let channels)? = message["channels"] {
            for channel in channels {
                note(channel["name"]?.text ?? "", channel["product_ids"]?.texts ?? [])
            }
        } else {
            return nil
        }
        return SubscribeAnswer(.inForce(names))
    }

    private static let notAProduct = " is not a valid product"

    private static func mayAnswer(_ frame: UnsafeRawBufferPointer) -> Bool {
        guard let type = FrameText.value(of: "type", in: frame) else {
            return FrameText.value(of: "channel", in: frame).map { FrameText.equals("subscriptions", $0) } ?? false
        }
        return FrameText.equals("error", type) || FrameText.equals("subscriptions", type)
            || FrameText.value(of: "channel", in: frame).map { FrameText.equals("subscriptions", $0) } ?? false
    }
}
