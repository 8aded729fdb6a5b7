/// Everything that `top` reads at one moment.
struct TopSample {
    /// When, in nanoseconds since 1970.
    var time: Int64
    /// The metrics of the services that answered.
    var services: [String: MetricSnapshot] = [:]
    /// What went over the topics since `top` began.
    var counts = TopicCounts()
    /// Records that each service has still to read; only of those whose group has committed anything.
    var lags: [String: Int64] = [:]
    /// The best bids and asks; nil when Redis is away.
    var markets: [MarketQuote]?
}
