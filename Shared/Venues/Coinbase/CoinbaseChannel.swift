public import VenueKit

/// The names of Coinbase's channels, each once: the channels of both APIs, https://docs.cdp.coinbase.com/coinbase-app/advanced-trade-apis/websocket/websocket-channels
/// and https://docs.cdp.coinbase.com/exchange/websocket-feed/channels.
public enum CoinbaseChannel {
    /// A book of levels. Advanced Trade's frames say `l2_data`.
    @inlinable @inline(__always) public static var level2: ChannelName { ChannelName("level2") }
    /// The name of `level2` frames in Advanced Trade.
    @inlinable @inline(__always) public static var l2Data: ChannelName { ChannelName("l2_data") }
    /// Exchange's book of levels without a key.
    @inlinable @inline(__always) public static var level2Batch: ChannelName { ChannelName("level2_batch") }
    /// The same, of fewer levels.
    @inlinable @inline(__always) public static var level2Of50: ChannelName { ChannelName("level2_50") }
    /// Orders in short.
    @inlinable @inline(__always) public static var level3: ChannelName { ChannelName("level3") }
    /// Orders and matches.
    @inlinable @inline(__always) public static var full: ChannelName { ChannelName("full") }
    /// Exchange's trades.
    @inlinable @inline(__always) public static var matches: ChannelName { ChannelName("matches") }
    /// Advanced Trade's trades.
    @inlinable @inline(__always) public static var marketTrades: ChannelName { ChannelName("market_trades") }
    /// Summaries.
    @inlinable @inline(__always) public static var ticker: ChannelName { ChannelName("ticker") }
    /// Summaries, every five seconds.
    @inlinable @inline(__always) public static var tickerBatch: ChannelName { ChannelName("ticker_batch") }
    /// What is listed.
    @inlinable @inline(__always) public static var status: ChannelName { ChannelName("status") }
    /// Exchange's heartbeat, once a second per product.
    @inlinable @inline(__always) public static var heartbeat: ChannelName { ChannelName("heartbeat") }
    /// Advanced Trade's heartbeat, once a second per connection.
    @inlinable @inline(__always) public static var heartbeats: ChannelName { ChannelName("heartbeats") }
    /// Advanced Trade's answers.
    @inlinable @inline(__always) public static var subscriptions: ChannelName { ChannelName("subscriptions") }
    /// Candles, which have no document type.
    @inlinable @inline(__always) public static var candles: ChannelName { ChannelName("candles") }
}
