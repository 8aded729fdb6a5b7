import JSON
public import MarketData
public import VenueKit

extension Coinbase {
    /// Connections and unauthenticated messages "are rate-limited at 8 per second per IP address"
    /// (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-rate-limits); public REST at 10
    /// requests a second (https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/guides/rate-limits). Heartbeats
    /// come every second, so ten seconds of silence are a dead connection.
    ///
    /// Books have no numbers, so that a connection and its successor must not overlap.
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 4, tokens: 4, milliseconds: 1000), sends: .spaced(milliseconds: 150),
            requests: RateLimit(burst: 5, tokens: 5, milliseconds: 1000))
        policy.idleLimitMilliseconds = 10_000
        policy.handover = .switching
        return policy
    }

    /// Advanced Trade: `{"channel":"l2_data",…,"events":[{"type":"update","product_id":"BTC-USD",…`. Exchange names a type
    /// and a product; its `full` channel sends orders under several types.
    public func channel(of frame: UnsafeRawBufferPointer) -> ChannelID? {
        guard let product = FrameText.value(of: "product_id", in: frame) else { return nil }
        if let channel = FrameText.value(of: "channel", in: frame) { return ChannelID(channel, product) }
        guard let type = FrameText.value(of: "type", in: frame) else { return nil }
        if Self.bookTypes.contains(where: { FrameText.equals($0, type) }) {
            return Self.id(CoinbaseChannel.level2Batch, product)
        }
        if Self.orderTypes.contains(where: { FrameText.equals($0, type) }) {
            return Self.id(CoinbaseChannel.full, product)
        }
        return nil
    }

    /// `timestamp` of Advanced Trade's frames, `time` of Exchange's: ISO 8601.
    public func sentTime(of frame: UnsafeRawBufferPointer) -> Int64? {
        guard
            let text = FrameText.value(of: "timestamp", in: frame) ?? FrameText.value(of: "time", in: frame),
            let start = text.baseAddress
        else { return nil }
        do throws(DecodeError) {
            // The quotes stand around it.
            var buffer = FrameBuffer(minimumCapacity: 64)
            try buffer.assign(UnsafeRawBufferPointer(start: start - 1, count: text.count + 2))
            var cursor = buffer.cursor
            return try cursor.isoTime().nanoseconds
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
}
