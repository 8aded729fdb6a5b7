import DedupCore
import Foundation
import Kafka
import NormalizerCore
import PipelineSupport
import ProducerCore
import Redis
import Runtime
import SignalsCore
import Spool
import Streams
import TestSupport
import VenueKit

/// The whole chain in one process before a fake venue: producers → embedded broker → normalizer → dedup → signals → Redis.
///
/// The venues send little and never end, so nothing paces them and nothing is waited for but what the test names.
/// Its methods block: call them from `onOwnThread`.
final class CasePipeline {
    /// What stands in for the venue.
    let venue: FakeVenue
    /// Everything that was on Kafka.
    let tape: KafkaTape
    /// The producers, one a source.
    let producers: [RunningService]
    private let broker: EmbeddedBroker
    private let redis: RunningRedis
    private let spool: ScratchFolder
    private let stages: [RunningService]
    private var isStopped = false

    /// Starts everything.
    init(_ options: PipelineOptions, before venue: FakeVenue) throws {
        self.venue = venue
        let topics = TopicTable(
            venues: Set(options.markets.map(\.venue.name)).sorted(), partitions: options.partitions
        ).topics
        broker = try EmbeddedBroker()
        for topic in topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "case-test")
        redis = try RunningRedis()
        tape = try KafkaTape(kafka, topics: topics, forgets: true)
        spool = try ScratchFolder()
        var options = options
        let ownSpool = SpoolConfig(directory: spool.url.path, megabytes: 64)
        options.spool = ownSpool
        let configuration = try Configuration(
            text: PipelineConfiguration(options: options, bootstrapServers: kafka.bootstrapServers) { _, _ in
                venue.endpoints
            }.text)
        let redisConfig = RedisConfig(port: redis.port)
        stages = [
            try RunningService("normalizer") { logger, metrics, health in
                NormalizerService(
                    try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
            },
            try RunningService("dedup") { logger, metrics, health in
                DedupService(try configuration.read(), kafka: kafka, logger: logger, metrics: metrics, health: health)
            },
            try RunningService("signals") { logger, metrics, health in
                SignalsService(
                    try configuration.read(), kafka: kafka, redis: redisConfig, logger: logger, metrics: metrics,
                    health: health)
            },
        ]
        let venues = try configuration.venues(knowing: ProducerConfig.vocabulary)
        producers = options.sources.map { source in
            RunningService("producer-\(source)") { logger, metrics, health in
                ProducerService(
                    ProducerConfig.all(venues, source: source), kafka: kafka, spool: ownSpool, logger: logger,
                    metrics: metrics, health: health)
            }
        }
    }

    deinit { stop() }

    /// Ends the services in the order of the stream, then the rest.
    func stop() {
        guard !isStopped else { return }
        isStopped = true
        for service in producers + stages { service.stop() }
        tape.stop()
        redis.stop()
    }

    /// A book as Redis shows it; nil where it has none.
    func book(_ key: String) throws -> RedisBook? { try RedisBook.read("book:\(key)", from: redis) }

    /// Waits until a book was seen to change so often while no look at it found it anything but live.
    ///
    /// - Returns: the first and the last state of these. Coinbase's have no sequence.
    func followed(_ key: String, changes: Int = 4) throws -> (first: RedisBook, last: RedisBook) {
        var seen: [RedisBook] = []
        return try waited(for: "\(key) live for \(changes) changes") {
            guard let book = try book(key), book.state == "live" else {
                seen = []
                return nil
            }
            if book != seen.last { seen.append(book) }
            return seen.count > changes ? (seen[0], book) : nil
        }
    }

    /// Why a source's producer is not ready, a line a check; empty when it is.
    func unready(_ source: Int = 0) -> [String] {
        producers[source].health.readiness.compactMap { check in
            if case .failing(let reason) = check.status { "\(check.name): \(reason)" } else { nil }
        }
    }

    /// Answers what comes about; fails after a time that is ample, with what everybody said.
    func waited<Value>(for what: String, _ find: () throws -> Value?) throws -> Value {
        let end = Date(timeIntervalSinceNow: 60)
        while true {
            for service in producers + stages {
                if let error = service.error { throw PipelineFailure(what: "\(service.name) ended: \(error)") }
            }
            if let missed = tape.missed { throw PipelineFailure(what: missed) }
            if let value = try find() { return value }
            guard Date() < end else {
                let said = (producers + stages).flatMap { service in
                    service.log.lines.suffix(8).map { "\(service.name): \($0)" }
                }
                throw PipelineFailure(
                    what: (["waited in vain for \(what)"] + said + venue.lines.suffix(5)).joined(separator: "\n"))
            }
            usleep(20_000)
        }
    }
}
