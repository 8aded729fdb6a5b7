public import MarketData
public import VenueKit

extension Binance {
    /// Limits count per address. Connections: "300 connections per attempt every 5 minutes per IP"; frames: 5 a second on
    /// spot (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#websocket-limits), 10 on futures
    /// (https://developers.binance.com/docs/derivatives/usds-margined-futures/websocket-market-streams). REST: weight 6000 a
    /// minute on spot, 2400 on futures, counted by the minute of the clock, so that burst and refill together stay below it;
    /// 429 and 418 name the seconds to wait (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits).
    ///
    /// The venue pings every 20 seconds on spot, every 3 minutes on futures, below the frames; ours are answered at once.
    /// "A single connection is only valid for 24 hours".
    public func policy(for product: Product) -> VenuePolicy {
        var policy = VenuePolicy(
            connects: RateLimit(burst: 60, tokens: 200, milliseconds: 300_000),
            sends: .spaced(milliseconds: product == .spot ? 300 : 150),
            requests: product == .spot
                ? RateLimit(burst: 2000, tokens: 3000, milliseconds: 60_000)
                : RateLimit(burst: 800, tokens: 1200, milliseconds: 60_000))
        policy.pingMilliseconds = 20_000
        policy.idleLimitMilliseconds = 60_000
        policy.maximumAgeSeconds = 24 * 3600
        return policy
    }

    /// Combined frames begin with their stream, `{"stream":"btcusdt@depth@100ms","data":{…}}`: symbol and name, without the
    /// speed.
    public func channel(of frame: UnsafeRawBufferPointer) -> ChannelID? {
        let sign = UInt8(ascii: "@")
        guard let stream = FrameText.value(of: "stream", in: frame), let first = stream.firstIndex(of: sign) else {
            return nil
        }
        let name = stream[(first + 1)...].prefix { $0 != sign }
        return ChannelID(UnsafeRawBufferPointer(rebasing: stream[..<first]), UnsafeRawBufferPointer(rebasing: name))
    }

    /// `E` is the time of the event at the gateway; spot's quotes and partial books have none.
    public func sentTime(of frame: UnsafeRawBufferPointer) -> Int64? {
        FrameText.milliseconds(of: "E", in: frame)
    }

    /// "A `serverShutdown` event will be sent when the server is about to shutdown, resulting in disconnection. Please
    /// establish a new connection as soon as possible"
    /// (https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#general-wss-information):
    ///
    ///     {"e":"serverShutdown","E":1770123456789}
    public func isShutdownNotice(_ frame: UnsafeRawBufferPointer) -> Bool {
        frame.count <= Self.longestNotice && FrameText.contains("\"serverShutdown\"", in: frame)
    }

    /// The notice is shorter than any frame of market data but a few, which are not searched.
    private static let longestNotice = 128
}
