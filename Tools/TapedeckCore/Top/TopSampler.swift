import Base
import Kafka
import Redis
import Runtime

/// Reads the values for `top`: metrics of the services, Redis and Kafka.
struct TopSampler {
    private let scraper: ServiceScraper
    private let counter: RecordCounter
    private let meter: LagMeter
    private var markets: MarketReader
    private let clock: WallClock

    /// Starts counting.
    init(
        scraper: ServiceScraper, kafka: KafkaConfig, groups: [LagMeter.Group], redis: RedisConfig,
        clock: WallClock = .system
    ) {
        self.scraper = scraper
        self.clock = clock
        counter = RecordCounter(kafka)
        meter = LagMeter(kafka, groups: groups)
        markets = MarketReader(RedisConnection(redis))
        counter.start()
        meter.start()
    }

    /// Waits until Kafka has answered, at most this long.
    func waitForKafka(milliseconds: Int, _ shutdown: ShutdownSignal) {
        let end = clock.now() + Int64(milliseconds) * 1_000_000
        while !(counter.hasBegun && meter.hasMeasured), clock.now() < end {
            if shutdown.wait(milliseconds: 20) { return }
        }
    }

    /// The current values.
    mutating func sample() -> TopSample {
        let services = scraper.scrape(now: clock.now)
        let counts = counter.current
        let time = clock.now()
        return TopSample(
            time: time, services: services, counts: counts, lags: meter.current, markets: markets.quotes())
    }

    /// Stops the threads.
    func stop() {
        counter.stop()
        meter.stop()
    }
}
