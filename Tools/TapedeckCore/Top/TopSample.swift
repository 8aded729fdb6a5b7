/// All values that `top` reads at one time.
struct TopSample {
    /// The time in nanoseconds since 1970.
    var time: Int64
    /// The metrics of the services that answered.
    var services: [String: MetricSnapshot] = [:]
    /// The records of the topics since `top` started.
    var counts = TopicCounts()
    /// The lag of each service in records; only for services whose group has committed anything.
    var lags: [String: Int64] = [:]
    /// The best bids and asks; nil if Redis is unavailable.
    var markets: [MarketQuote]?
}
