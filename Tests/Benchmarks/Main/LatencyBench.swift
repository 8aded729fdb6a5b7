import Foundation
import Kafka
import MarketData
import Runtime
import TestSupport
import Venues

/// From the raw record in Kafka to the book in Redis, at a steady rate: what signals measures of the oldest document of
/// each write, with normalizer, dedup (with its transactions) and signals on threads of this process.
///
/// It needs a Kafka of its own (`KAFKA_BOOTSTRAP_SERVERS`, a fresh one). Frames are stamped with the moment of publishing.
struct LatencyBench {
    let servers: String
    let recording: Recording
    /// Frames a second.
    let rate: Int
    /// The frames before which nothing is counted: groups join, books are built.
    private static let warmUpSeconds = 3

    func run() throws {
        let kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
        let venue = recording.venue
        _ = try KafkaAdmin(kafka).create(
            TopicTable(venues: [venue], partitions: 4).topics, timeoutMilliseconds: 30_000)
        let redis = try RunningRedis()
        defer { redis.stop() }
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        let stages = try RunningStages(
            try Configuration(text: ""), kafka: kafka, redisURL: "redis://127.0.0.1:\(redis.port)/0", logger: logger)
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        // The groups have their partitions before the first frame.
        Thread.sleep(forTimeInterval: 8)
        guard let loaded = try LoadedRecording(recording) else { throw BenchError.noFrames }
        var pacer = Pacer(rate: rate)
        var before = LatencyCounts(stages.signals.text)
        let topic = try producer.topic(TopicName.raw(venue: venue))
        let key = Array("\(venue)/primary/\(recording.name)".utf8)
        let headers = KafkaHeaders()
        for index in 0..<loaded.count {
            pacer.wait()
            if pacer.count == rate * Self.warmUpSeconds { before = LatencyCounts(stages.signals.text) }
            headers.removeAll()
            headers.append(RawHeader.source, "primary")
            headers.append(RawHeader.product, recording.product.name)
            headers.append(RawHeader.session, Int64(1))
            headers.append(RawHeader.kind, loaded.contexts[index].origin == .rest ? "rest" : "ws")
            headers.append(RawHeader.receiveTime, WallClock.system.now())
            headers.append(RawHeader.frame, Int64(index))
            if loaded.contexts[index].origin == .rest {
                headers.append(RawHeader.request, loaded.contexts[index].request)
            }
            try key.withUnsafeBytes { key in
                try producer.produce(to: topic, key: key, value: loaded.frame(index), headers: headers)
            }
        }
        let seconds = pacer.seconds
        Thread.sleep(forTimeInterval: 1)
        let after = LatencyCounts(stages.signals.text)
        stages.stop()
        let counts = after.since(before)
        print(
            String(
                format: "raw record to Redis at %.0f frames/s: p50 %@ p90 %@ p99 %@ of %.0f writes",
                Double(pacer.count) / seconds, counts.quantile(0.5), counts.quantile(0.9), counts.quantile(0.99),
                counts.total))
    }
}
