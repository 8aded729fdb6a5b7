import ArchiverCore
import DedupCore
import Foundation
import Kafka
import MarketData
import NormalizerCore
import PipelineSupport
import Redis
import Runtime
import SignalsCore
import Simulator
import TestSupport
import Testing
import VenueKit
import Venues

/// All services at a listener with TLS and SASL: every client that they make must know how to enter.
@Suite(
    "The services on a Kafka with TLS and SASL", .serialized,
    .enabled(if: SecureKafka.available != nil, "\(SecureKafka.absence)"))
struct SecurityTests {
    private let secure: SecureKafka

    init() throws { secure = try #require(SecureKafka.available) }

    @Test("what a producer records reaches Redis and the archive")
    func wholeWay() async throws {
        let venue = try #require(VenueRegistry.venue(named: "bybit"))
        var options = PipelineOptions([.init(venue, .linear, symbols: ["BTCUSDT"], kinds: [.book, .trade])])
        options.simulation.framesPerSecond = 100
        let kafka = secure.config()
        options.bootstrapServers = kafka.bootstrapServers
        options.kafkaProperties = kafka.properties
        options.groupSuffix = "-\(UUID().uuidString)"
        options.archives = true
        let run = try await onOwnThread { [options] in
            let pipeline = try RunningPipeline(options)
            defer { pipeline.stop() }
            try pipeline.wait { $0.tape.count("market.") > 100 && $0.signals.total("tapedeck_redis_markets_total") > 0 }
            let book = try pipeline.redis.connect().send("GET", "book:bybit:linear:BTCUSDT").text
            pipeline.stop()
            return (errors: pipeline.services.compactMap(\.error), book: book, files: try pipeline.archive.files)
        }
        #expect(run.errors == [])
        #expect(run.book?.contains("\"venue\":\"bybit\"") == true)
        #expect(run.files.contains { $0.hasPrefix("book/v1/venue=bybit") && $0.hasSuffix(".parquet") })
    }

    @Test("a wrong password is in the log, nobody ends of it, and the password itself is nowhere")
    func wrongPassword() async throws {
        let wrong = "wrong-\(secure.password)"
        let kafka = secure.config(password: wrong)
        let folder = try ScratchFolder()
        let redis = try RunningRedis()
        let port = redis.port
        let configuration = try Configuration(text: "archiver: {root: \(folder.url.path)}")
        let services = [
            try RunningService("normalizer") { logger, metrics, health in
                NormalizerService(
                    try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
            },
            try RunningService("dedup") { logger, metrics, health in
                DedupService(try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
            },
            try RunningService("archiver") { logger, metrics, health in
                ArchiverService(
                    try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
            },
            try RunningService("signals") { logger, metrics, health in
                SignalsService(
                    try configuration.read(), kafka: kafka, redis: RedisConfig(port: port), logger: logger,
                    metrics: metrics, health: health)
            },
        ]
        try await onOwnThread {
            for service in services {
                let end = Date(timeIntervalSinceNow: 60)
                while Date() < end, !service.log.lines.contains(where: { $0.contains("Authentication failed") }) {
                    usleep(50_000)
                }
            }
        }
        for service in services {
            #expect(service.log.lines.contains { $0.contains("Authentication failed") }, "\(service.name)")
            #expect(service.error == nil, "\(service.name)")
            #expect(!service.health.isReady, "\(service.name)")
        }
        try await onOwnThread { for service in services { service.stop() } }
        for service in services {
            #expect(service.error == nil, "\(service.name)")
            #expect(!service.log.lines.contains { $0.contains(secure.password) }, "\(service.name)")
        }
    }
}
