public import VenueKit

/// The names of Bybit's channels, each once: the `topic` before its symbol, https://bybit-exchange.github.io/docs/v5/ws/connect.
public enum BybitChannel {
    /// A book; its depth follows: `orderbook.50.BTCUSDT`.
    @inlinable @inline(__always) public static var orderbook: ChannelName { ChannelName("orderbook") }
    /// The best bid and ask: `orderbook.1.BTCUSDT`.
    @inlinable @inline(__always) public static var topOfBook: ChannelName { ChannelName("orderbook.1") }
    /// Trades: `publicTrade.BTCUSDT`, of options by base coin.
    @inlinable @inline(__always) public static var publicTrade: ChannelName { ChannelName("publicTrade") }
    /// Summaries: `tickers.BTCUSDT`.
    @inlinable @inline(__always) public static var tickers: ChannelName { ChannelName("tickers") }
    /// Liquidations: `allLiquidation.BTCUSDT`.
    @inlinable @inline(__always) public static var allLiquidation: ChannelName { ChannelName("allLiquidation") }
}
