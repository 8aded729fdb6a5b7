import Foundation
public import Kafka
import MarketData
public import ProducerCore
import Runtime
public import Simulator
import Spool
import TestSupport
import VenueKit

/// A producer alone: simulator → producer → embedded broker. Its methods block: call them from `onOwnThread`.
public final class RunningProducer: @unchecked Sendable {
    /// The simulator that replaces the venues.
    public let simulator: VenueSimulator
    /// The broker.
    public let broker: EmbeddedBroker
    /// Everything that was on Kafka.
    public let tape: KafkaTape
    /// The producer. One that is started again takes the place of the one before.
    public private(set) var service: RunningService
    private let text: String
    private let process: ProducerProcess?
    private let adjust: (inout ProducerConfig) -> Void
    private let options: PipelineOptions
    private let spool: ScratchFolder
    private let kafka: KafkaConfig
    private let topics: [KafkaTopicSpecification]

    /// Starts everything. A Kafka that the options name takes the broker's place.
    ///
    /// - Parameters:
    ///   - isBrokerUp: whether Kafka is there from the start.
    ///   - process: runs the producer as a process of its own, which `service.stop()` kills by SIGKILL.
    ///   - otherTopics: topics beside the raw ones, of one partition each.
    ///   - adjust: changes what the configuration file cannot, such as the venues' limits; not of a process of its own.
    public init(
        _ options: PipelineOptions, isBrokerUp: Bool = true, process: ProducerProcess? = nil,
        otherTopics: [String] = [],
        adjust: @escaping (inout ProducerConfig, VenueSimulator) -> Void = { _, _ in }
    ) throws {
        var options = options
        spool = try ScratchFolder()
        if options.spool == nil { options.spool = SpoolConfig(directory: spool.url.path, megabytes: 64) }
        topics =
            Set(options.markets.map(\.venue.name)).sorted().map {
                KafkaTopicSpecification(name: TopicName.raw(venue: $0), partitions: 1)
            } + otherTopics.map { KafkaTopicSpecification(name: $0, partitions: 1) }
        broker = try EmbeddedBroker()
        for topic in topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
        if !isBrokerUp { try broker.setBroker(isUp: false) }
        kafka = KafkaConfig(
            bootstrapServers: options.bootstrapServers ?? broker.bootstrapServers, clientID: "producer-test")
        if options.bootstrapServers != nil { try FreshTopics.make(topics, on: kafka) }
        tape = try KafkaTape(kafka, topics: topics, forgets: options.bootstrapServers == nil)
        let simulator = try VenueSimulator(options: options.simulation)
        try simulator.start()
        self.simulator = simulator
        text =
            PipelineConfiguration(options: options, bootstrapServers: kafka.bootstrapServers) { market, source in
                simulator.endpoints(venue: market.venue.name, product: market.product, label: source)
            }.text
        (self.options, self.process) = (options, process)
        self.adjust = { adjust(&$0, simulator) }
        service = try Self.makeService(text, options, kafka, process, self.adjust)
    }

    /// Ends the producer, by SIGKILL where it is a process, and starts another with the same spool. `asProcess` false
    /// starts it here, whatever the one before was.
    public func restart(asProcess: Bool = true) throws {
        service.stop()
        service = try Self.makeService(text, options, kafka, asProcess ? process : nil, adjust)
    }

    /// The folder of the spools.
    public var spoolDirectory: String { options.spool?.directory ?? "" }

    /// A metric of the producer, wherever it runs; 0 while it does not answer.
    public func total(_ metric: String) -> Int {
        guard let process else { return service.total(metric) }
        return MetricsText(port: process.metricsPort)?.total(metric) ?? 0
    }

    private static func makeService(
        _ text: String, _ options: PipelineOptions, _ kafka: KafkaConfig, _ process: ProducerProcess?,
        _ adjust: (inout ProducerConfig) -> Void
    ) throws -> RunningService {
        let venues = try Configuration(text: text).venues(knowing: ProducerConfig.vocabulary)
        var configs = ProducerConfig.all(venues)
        for index in configs.indices { adjust(&configs[index]) }
        let chosen = configs
        return RunningService("producer") { logger, metrics, health in
            if let process {
                return CommandService(
                    name: "producer", configuration: text, metricsPort: process.metricsPort,
                    preparation: process.preparation)
            }
            return ProducerService(
                chosen, kafka: kafka, spool: options.spool, logger: logger, metrics: metrics, health: health)
        }
    }

    deinit { stop() }

    /// Ends the producer, then the rest.
    public func stop() {
        service.stop()
        tape.stop()
        simulator.stop()
        if options.bootstrapServers != nil { FreshTopics.remove(topics, from: kafka) }
    }

    /// The records of a venue's raw topic, in order.
    public func raw(_ venue: String) -> [TapeRecord] { tape.records(TopicName.raw(venue: venue)) }

    /// Waits until something is so; fails after a time that is ample.
    public func wait(for what: String, seconds: Double = 60, until isSo: () throws -> Bool) throws {
        let end = Date(timeIntervalSinceNow: seconds)
        while try !isSo() {
            if let error = service.error { throw PipelineFailure(what: "the producer ended: \(error)") }
            guard Date() < end else {
                throw PipelineFailure(
                    what: "waited in vain for \(what)\n" + service.log.lines.suffix(10).joined(separator: "\n"))
            }
            usleep(10_000)
        }
    }
}
