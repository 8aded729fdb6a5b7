/// The contents of `top`: rows computed from two samples.
struct TopReport {
    /// One venue and source.
    struct Source: Equatable {
        var venue: String
        var source: String
        /// The rate of their arrival in Kafka.
        var framesPerSecond: Double
        var bytesPerSecond: Double
        /// Open WebSockets; nil if no producer reports them.
        var connections: Double?
        /// Connections lost since the producer started.
        var disconnects: Double?
        /// Of the venue over all sources; nil in all rows of the venue except the first.
        var documentsPerSecond: Double?
    }

    /// One service.
    struct Service: Equatable {
        var name: String
        /// False if its metrics port does not answer.
        var isUp: Bool
        var inPerSecond: Double?
        var outPerSecond: Double?
        var duplicatesPerSecond: Double?
        /// Since the service started.
        var gaps: Double?
        var deadLetters: Double?
        /// Records that it has not read yet.
        var lag: Int64?
        /// As a fraction of one core.
        var processor: Double?
        var memory: Double?
    }

    /// One market.
    struct Market: Equatable {
        /// Its name, which is the key of its documents.
        var market: String
        var documentsPerSecond: Double
        /// Copies removed by dedup, as a fraction of all documents since `top` started; nil before the first.
        var duplicates: Double?
        /// Since `top` started.
        var gaps: Int
        var bid: String
        var ask: String
        /// In hundredths of a percent of the mid.
        var spread: Double?
        var state: String
        /// Nanoseconds since the book's last change arrived at our socket.
        var age: Int64?
    }

    let time: Int64
    private(set) var sources: [Source] = []
    private(set) var services: [Service] = []
    /// Sorted by rate, busiest first.
    private(set) var markets: [Market] = []
    /// The latency from our socket to the book in Redis in seconds, as the 50th and 99th percentiles of the writes; nil without
    /// any.
    private(set) var latency: (half: Double, most: Double)?
    /// Whether Redis answered.
    let hasRedis: Bool

    /// - Parameter names: the services, in the order of the pipeline.
    init(before: TopSample, after: TopSample, services names: [String]) {
        time = after.time
        hasRedis = after.markets != nil
        let rates = after.services.reduce(into: [String: MetricRates]()) { rates, service in
            rates[service.key] = MetricRates(
                before: before.services[service.key] ?? service.value, after: service.value)
        }
        let pace = Pace(before: before, after: after)
        sources = Self.sources(rates["producer"], pace)
        services = names.map { Self.service($0, rates[$0], lag: after.lags[$0]) }
        markets = Self.markets(after, pace)
        if let signals = rates["signals"], let half = signals.quantile(0.5, of: Self.latencyName),
            let most = signals.quantile(0.99, of: Self.latencyName)
        {
            latency = (half, most)
        }
    }

    private static let latencyName = "tapedeck_wire_to_redis_seconds"

    /// Frames and documents between the samples.
    struct Pace {
        let before: TopSample
        let after: TopSample

        private var seconds: Double { Double(after.time - before.time) / 1e9 }

        /// Of one source.
        func framesPerSecond(_ source: TopicCounts.Source) -> (count: Double, bytes: Double) {
            guard seconds > 0, let frames = after.counts.sources[source] else { return (0, 0) }
            let old = before.counts.sources[source] ?? TopicCounts.Frames()
            return (Double(frames.count - old.count) / seconds, Double(frames.bytes - old.bytes) / seconds)
        }

        /// Of one market.
        func documentsPerSecond(_ key: TopicCounts.Key) -> Double {
            guard seconds > 0, let count = after.counts.markets[key] else { return 0 }
            let old = before.counts.markets[key] ?? TopicCounts.Count()
            return Double(count.market + count.gaps - old.market - old.gaps) / seconds
        }

        /// Of all markets of a venue.
        func documentsPerSecond(ofVenue venue: String) -> Double {
            after.counts.markets.keys.reduce(0) { $0 + ($1.hasPrefix(venue + ":") ? documentsPerSecond($1) : 0) }
        }
    }
}
