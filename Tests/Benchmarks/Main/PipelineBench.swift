import DedupCore
import Foundation
import Kafka
import MarketData
import NormalizerCore
import Runtime
import Streams
import TestSupport
import VenueKit

/// From Kafka to Kafka: the records per second of a service, compared with a bare loop that consumes and produces the same
/// records through the same client.
///
/// The loop runs twice: once with whole records, and once without their headers. Raw records have one header and documents
/// none. librdkafka allocates an object for each header, which is a large part of a record's cost.
///
/// It needs a separate, new Kafka (`KAFKA_BOOTSTRAP_SERVERS`), because it uses the product's topic names. Each measurement
/// begins with the first record read and ends when the output of the last record is acknowledged.
struct PipelineBench {
    private let kafka: KafkaConfig
    private let recording: Recording
    private static let copyTopic = "bench.copy"
    private static let sources = ["primary", "replica"]

    init(servers: String, recording: Recording) {
        kafka = KafkaConfig(bootstrapServers: servers, clientID: "tapedeck-bench")
        self.recording = recording
    }

    func run() throws {
        let table = TopicTable(venues: [recording.venue], partitions: 4)
        let admin = try KafkaAdmin(kafka)
        _ = try admin.create(
            table.topics + [KafkaTopicSpecification(name: Self.copyTopic, partitions: 4)], timeoutMilliseconds: 30_000)
        let raw = TopicName.raw(venue: recording.venue)
        let frames = try fill()
        print("\(recording.name) over \(Self.sources.count) sources: \(frames) raw records")
        let bareRaw = try bareRates([raw], count: frames)
        let normalizer = try measure(records: frames, counter: "tapedeck_frames_total") { metrics in
            NormalizerService(try Configuration(text: "").read(), kafka: kafka, logger: .bench, metrics: metrics)
        }
        report("normalizer", normalizer, beside: bareRaw)
        let topics = [EventKind.trade, .book, .quote, .funding, .ticker].map(TopicName.normalized)
        let documents = try Set(topics).reduce(0) { try $0 + depth(of: $1) }
        let bareDocuments = try bareRates(topics, count: documents, commitMilliseconds: 20)
        let dedup = try measure(records: documents, counter: "tapedeck_documents_in_total") { metrics in
            DedupService(try Configuration(text: "").read(), kafka: kafka, logger: .bench, metrics: metrics)
        }
        report("dedup", dedup, beside: bareDocuments)
    }

    /// The rates of the bare loop in records per second.
    private struct BareRates {
        let whole: Double
        let withoutHeaders: Double
    }

    private func report(_ name: String, _ rate: Double, beside bare: BareRates) {
        print(
            String(
                format: "%@ %8.0f records/s   bare loop %8.0f, ratio %.2f   without headers %8.0f, ratio %.2f",
                name.padding(toLength: 10, withPad: " ", startingAt: 0), rate, bare.whole, rate / bare.whole,
                bare.withoutHeaders, rate / bare.withoutHeaders))
    }

    // MARK: - Input

    /// Publishes the recording's frames with the header of raw records, once for each source, first all of one and then all of
    /// the other: half of dedup's input are copies.
    private func fill() throws -> Int {
        guard let loaded = try LoadedRecording(recording) else { return 0 }
        let publisher = try FramePublisher(kafka)
        for source in Self.sources { try publisher.publish(loaded, source: source) }
        try publisher.flush()
        return loaded.count * Self.sources.count
    }

    private func depth(of topic: String) throws -> Int {
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: nil))
        return (0..<4).reduce(0) { sum, partition in
            guard
                let marks = try? consumer.watermarks(
                    topic: topic, partition: Int32(partition), timeoutMilliseconds: 5000)
            else { return sum }
            return sum + Int(marks.high - marks.low)
        }
    }

    // MARK: - Measuring

    /// The bare loop: the client library's rate when records are only forwarded.
    ///
    /// - Parameter commitMilliseconds: the interval at which it commits a transaction of records and offsets; nil for no
    ///   transactions.
    private func bareRates(_ topics: [String], count: Int, commitMilliseconds: UInt64? = nil) throws -> BareRates {
        BareRates(
            whole: try copy(topics, count: count, commitMilliseconds: commitMilliseconds, hasHeaders: true),
            withoutHeaders: try copy(topics, count: count, commitMilliseconds: commitMilliseconds, hasHeaders: false))
    }

    private func copy(_ topics: [String], count: Int, commitMilliseconds: UInt64?, hasHeaders: Bool) throws -> Double {
        let producer = try KafkaProducer(
            KafkaProducerConfig(
                kafka: kafka, transactionalID: commitMilliseconds.map { _ in "bench-\(UUID().uuidString)" }))
        if commitMilliseconds != nil { try producer.initTransactions(timeoutMilliseconds: 30_000) }
        let output = try producer.topic(Self.copyTopic)
        let consumer = try KafkaConsumer(KafkaConsumerConfig(kafka: kafka, group: "bench-\(UUID().uuidString)"))
        try consumer.subscribe(topics)
        let headers = KafkaHeaders()
        var taken = 0
        var start = DispatchTime.now()
        var lastCommit = start
        func commit() throws {
            try producer.sendOffsets(consumer.positions(), of: consumer, timeoutMilliseconds: 30_000)
            try producer.commitTransaction(timeoutMilliseconds: 30_000)
            lastCommit = .now()
        }
        while taken < count {
            let batch = try consumer.poll(maxRecords: 2000, timeoutMilliseconds: 2)
            if taken == 0, !batch.isEmpty {
                start = .now()
                lastCommit = start
            }
            if let commitMilliseconds, !batch.isEmpty {
                if taken == 0 {
                    try producer.beginTransaction()
                } else if DispatchTime.now().uptimeNanoseconds > lastCommit.uptimeNanoseconds + commitMilliseconds
                    * 1_000_000
                {
                    try commit()
                    try producer.beginTransaction()
                }
            }
            for index in 0..<batch.count {
                let record = batch[index]
                headers.removeAll()
                if hasHeaders {
                    _ = headers.append(contentsOf: record)
                    record.releaseHeaders()
                }
                try producer.produce(to: output, key: record.key, value: record.value, headers: headers)
            }
            taken += batch.count
        }
        if commitMilliseconds != nil { try commit() }
        producer.flush(timeoutMilliseconds: 120_000)
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        try consumer.close()
        return Double(taken) / seconds
    }

    private func measure(
        records: Int, counter: String, make: (MetricsRegistry) throws -> any Service
    ) throws -> Double {
        let metrics = MetricsRegistry()
        let stage = RunningStages([try make(metrics)])
        while metrics.sum(of: counter) == 0 { usleep(500) }
        let start = DispatchTime.now()
        while Int(metrics.sum(of: counter)) < records { usleep(2000) }
        // Stopping waits until everything is acknowledged and committed.
        stage.stop()
        return Double(records) / (Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9)
    }
}
