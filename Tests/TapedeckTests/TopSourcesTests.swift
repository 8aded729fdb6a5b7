import Glibc
import Kafka
import MarketData
import Redis
import Runtime
@testable import TapedeckCore
import TestSupport
import Testing

/// What `top` reads, from real servers.
@Suite("Sources of top")
struct TopSourcesTests {
    private static func produce(_ count: Int, key: String, to topic: String, _ kafka: KafkaConfig) throws {
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let topic = try producer.topic(topic)
        for _ in 0..<count {
            try Array(key.utf8).withUnsafeBytes { try producer.produce(to: topic, key: $0, value: $0) }
        }
        #expect(producer.flush(timeoutMilliseconds: 30_000))
    }

    @Test("records are counted from the start of top on, also in topics that come later", .timeLimit(.minutes(1)))
    func counter() throws {
        let broker = try EmbeddedBroker()
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        for topic in ["market.trade.v1", "normalized.trade.v1", "raw.bybit"] {
            try broker.createTopic(topic, partitions: 2)
        }
        try Self.produce(9, key: "bybit:linear:BTCUSDT", to: "market.trade.v1", kafka)
        let source = TopicCounts.Source(venue: "bybit", source: "primary")
        let counter = RecordCounter(kafka)
        counter.start()
        defer { counter.stop() }
        while !counter.hasBegun { usleep(1_000) }
        try Self.produce(3, key: "bybit:linear:BTCUSDT", to: "market.trade.v1", kafka)
        try Self.produce(6, key: "bybit:linear:BTCUSDT", to: "normalized.trade.v1", kafka)
        try Self.produce(7, key: "bybit/primary/0", to: "raw.bybit", kafka)
        try broker.createTopic("market.gap.v1", partitions: 1)
        try Self.produce(2, key: "deribit:inverse:BTC-PERPETUAL", to: "market.gap.v1", kafka)
        while counter.current.markets["deribit:inverse:BTC-PERPETUAL"]?.gaps != 2
            || counter.current.markets["bybit:linear:BTCUSDT"] != TopicCounts.Count(normalized: 6, market: 3)
        {
            usleep(10_000)
        }
        #expect(counter.current.markets.count == 2)
        while counter.current.sources[source]?.count != 7 { usleep(10_000) }
        #expect(counter.current.sources == [source: TopicCounts.Frames(count: 7, bytes: 7 * 15)])
    }

    @Test("the lag of a group is what it has not committed", .timeLimit(.minutes(1)))
    func lag() throws {
        let broker = try EmbeddedBroker()
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        try broker.createTopic("raw.bybit", partitions: 1)
        try broker.createTopic("normalized.trade.v1", partitions: 1)
        try Self.produce(10, key: "x", to: "raw.bybit", kafka)
        try Self.produce(10, key: "x", to: "normalized.trade.v1", kafka)
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: "n"))
        try consumer.assign([KafkaPosition(topic: "raw.bybit", partition: 0, offset: 0)])
        try consumer.commit([KafkaPosition(topic: "raw.bybit", partition: 0, offset: 4)])
        let meter = LagMeter(
            kafka,
            groups: [
                .init(service: "normalizer", group: "n", topicPrefix: "raw."),
                .init(service: "dedup", group: "d", topicPrefix: "normalized."),
            ])
        meter.start()
        defer { meter.stop() }
        while !meter.hasMeasured { usleep(1_000) }
        #expect(meter.current == ["normalizer": 6])
    }

    @Test("services that answer are scraped, those that do not are left out")
    func scraper() throws {
        let registry = MetricsRegistry()
        registry.counter("tapedeck_x_total", "X.").increment(by: 3)
        let server = HealthServer(host: "127.0.0.1", port: 0, metrics: registry, checks: HealthChecks())
        try server.start()
        defer { server.stop() }
        let scraper = try ServiceScraper(
            host: "0.0.0.0", ports: ["dedup": Int(server.port), "signals": 1, "archiver": 0])
        let found = scraper.scrape { 42 }
        #expect(found.keys.sorted() == ["dedup"])
        #expect(found["dedup"]?.time == 42)
        #expect(found["dedup"]?.sum(of: "tapedeck_x_total") == 3)
    }

    @Test("quotes are read of every market that has one; a Redis that went away is told, and found again")
    func markets() throws {
        let server = try RunningRedis()
        func fill() throws {
            let redis = try server.connect()
            try redis.send("SADD", "venues", "bybit")
            try redis.send(
                "SADD", "markets:bybit", "bybit:spot:BTCUSDT", "bybit:linear:BTCUSDT", "bybit:spot:ETHUSDT", "odd")
            try redis.send("HSET", "bbo:bybit:spot:BTCUSDT", "bid_price", "1", "ask_price", "2", "state", "live")
            try redis.send("HSET", "bbo:bybit:linear:BTCUSDT", "bid_price", "3", "ask_price", "", "ts_recv", "7")
        }
        try fill()
        var reader = MarketReader(RedisConnection(RedisConfig(port: server.port)))
        let expected = [
            MarketQuote(
                MarketName(venue: "bybit", product: .linear, symbol: "BTCUSDT"),
                fields: ["bid_price": "3", "ts_recv": "7"]),
            MarketQuote(
                MarketName(venue: "bybit", product: .spot, symbol: "BTCUSDT"),
                fields: ["bid_price": "1", "ask_price": "2", "state": "live"]),
        ]
        #expect(reader.quotes() == expected)
        server.stop()
        #expect(reader.quotes() == nil)
        try server.start()
        try fill()
        #expect(reader.quotes() == expected)
    }
}
