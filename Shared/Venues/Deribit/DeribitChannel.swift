public import VenueKit

/// The names of Deribit's channels, each defined once: the first part of a channel, https://docs.deribit.com/#subscriptions.
public enum DeribitChannel {
    /// A book: `book.BTC-PERPETUAL.100ms`.
    @inlinable @inline(__always) public static var book: ChannelName { ChannelName("book") }
    /// Trades: `trades.BTC-PERPETUAL.100ms`.
    @inlinable @inline(__always) public static var trades: ChannelName { ChannelName("trades") }
    /// Summaries: `ticker.BTC-PERPETUAL.100ms`.
    @inlinable @inline(__always) public static var ticker: ChannelName { ChannelName("ticker") }
    /// The best bid and ask: `quote.BTC-PERPETUAL`.
    @inlinable @inline(__always) public static var quote: ChannelName { ChannelName("quote") }
    /// Funding: `perpetual.BTC-PERPETUAL.100ms`.
    @inlinable @inline(__always) public static var perpetual: ChannelName { ChannelName("perpetual") }
    /// Whether the platform is locked.
    @inlinable @inline(__always) public static var platformState: ChannelName { ChannelName("platform_state") }
    /// State changes of instruments: `instrument.state.any.any`.
    @inlinable @inline(__always) public static var instrument: ChannelName { ChannelName("instrument") }
}
