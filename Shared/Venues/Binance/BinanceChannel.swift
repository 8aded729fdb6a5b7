public import VenueKit

/// The names of Binance's channels, each once: what follows `<symbol>@` in a stream, and the `e` of its frames,
/// https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams.
public enum BinanceChannel {
    /// Changes of a book, or a partial book of a depth that follows: `depth@100ms`, `depth20@100ms`.
    @inlinable @inline(__always) public static var depth: ChannelName { ChannelName("depth") }
    /// Trades.
    @inlinable @inline(__always) public static var trade: ChannelName { ChannelName("trade") }
    /// Trades, one for each order that was filled.
    @inlinable @inline(__always) public static var aggTrade: ChannelName { ChannelName("aggTrade") }
    /// The best bid and ask.
    @inlinable @inline(__always) public static var bookTicker: ChannelName { ChannelName("bookTicker") }
    /// Summaries.
    @inlinable @inline(__always) public static var ticker: ChannelName { ChannelName("ticker") }
    /// Mark price and funding: `markPrice@1s`.
    @inlinable @inline(__always) public static var markPrice: ChannelName { ChannelName("markPrice") }
    /// Liquidations.
    @inlinable @inline(__always) public static var forceOrder: ChannelName { ChannelName("forceOrder") }
    /// State changes of contracts, over all symbols.
    @inlinable @inline(__always) public static var contractInfo: ChannelName { ChannelName("!contractInfo") }
}
