import Base
import Dispatch
import Foundation
import Kafka
import MarketData
import Runtime
import Synchronization
import VenueKit

/// Three hops of the client library alone: raw records are forwarded twice, whole, and read at the end. A record takes the same
/// path through normalizer, dedup and signals, which also process it.
final class BareChain: Sendable {
    private static let topics = ["bench.chain.1", "bench.chain.2"]

    private let watch: HopWatch
    private let isEnding = Mutex(false)
    private let ended = DispatchGroup()

    /// Forwards new records of `topic` from now on.
    init(from topic: String, kafka: KafkaConfig) throws {
        _ = try KafkaAdmin(kafka).create(
            Self.topics.map { KafkaTopicSpecification(name: $0, partitions: 4) }, timeoutMilliseconds: 30_000)
        watch = try HopWatch([Self.topics[1]], readsCommitted: false, kafka: kafka) { record in
            record.header(RawHeader.name).flatMap { try? RawHeader($0) }?.receiveTime.nanoseconds
        }
        for (input, output) in zip([topic] + Self.topics, Self.topics) { try pass(input, to: output, kafka) }
    }

    private func pass(_ input: String, to output: String, _ kafka: KafkaConfig) throws {
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        try consumer.assign(
            (0..<4).map { KafkaPosition(topic: input, partition: $0, offset: KafkaPosition.Special.end) })
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let topic = try producer.topic(output)
        ended.enter()
        WorkerThread.detach(name: "chain") { [self] in
            let headers = KafkaHeaders()
            while !isEnding.withLock({ $0 }) {
                guard let batch = try? consumer.poll(maxRecords: 2000, timeoutMilliseconds: 2) else { continue }
                batch.forEach { record in
                    headers.removeAll()
                    _ = headers.append(contentsOf: record)
                    record.releaseHeaders()
                    try? producer.produce(to: topic, key: record.key, value: record.value, headers: headers)
                }
            }
            try? consumer.close()
            _ = producer.close(timeoutMilliseconds: 1000)
            ended.leave()
        }
    }

    /// Discards all measurements.
    func clear() { watch.clear() }

    /// Ends the chain. Returns the age of records at the end in milliseconds, as the 50th, 90th and 99th percentiles.
    func stop() -> (half: Double, most: Double, nearlyAll: Double) {
        isEnding.withLock { $0 = true }
        ended.wait()
        watch.stop()
        return (watch.quantile(0.5), watch.quantile(0.9), watch.quantile(0.99))
    }
}
