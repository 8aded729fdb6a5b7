import Foundation
public import Kafka
import MarketData
import ProducerCore
import Runtime
public import Simulator
import Venues

/// A producer alone: simulator → producer → embedded broker. Its methods block: call them from `onOwnThread`.
public final class RunningProducer: @unchecked Sendable {
    /// What stands in for the venues.
    public let simulator: VenueSimulator
    /// The broker.
    public let broker: EmbeddedBroker
    /// Everything that was on Kafka.
    public let tape: KafkaTape
    /// The producer.
    public let service: RunningService

    /// Starts everything.
    ///
    /// - Parameter isBrokerUp: whether Kafka is there from the start.
    public init(_ options: PipelineOptions, isBrokerUp: Bool = true) throws {
        let topics = Set(options.markets.map(\.venue.name)).sorted().map {
            KafkaTopicSpecification(name: TopicName.raw(venue: $0), partitions: 1)
        }
        broker = try EmbeddedBroker()
        for topic in topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
        if !isBrokerUp { try broker.setBroker(isUp: false) }
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers, clientID: "producer-test")
        tape = try KafkaTape(kafka, topics: topics, forgets: true)
        let simulator = try VenueSimulator(options: options.simulation)
        try simulator.start()
        self.simulator = simulator
        let configuration = try Configuration(
            text: PipelineConfiguration(options: options, bootstrapServers: kafka.bootstrapServers) { market, source in
                simulator.endpoints(venue: market.venue.name, product: market.product, label: source)
            }.text)
        let venues = try configuration.venues(knowing: ProducerConfig.vocabulary)
        service = RunningService("producer") { logger, metrics in
            ProducerService(ProducerConfig.all(venues), kafka: kafka, logger: logger, metrics: metrics)
        }
    }

    deinit { stop() }

    /// Ends the producer, then the rest.
    public func stop() {
        service.stop()
        tape.stop()
        simulator.stop()
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
