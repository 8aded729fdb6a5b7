import MarketData

/// The last trade of a market, with its id as a string.
struct LatestTrade {
    var trade: Trade
    var tradeID: String
    var receiveTime: Timestamp
}
