import Base
import Documents
import JSON
import Kafka
import MarketData
import Runtime
import Streams

/// Reads `control.resnapshot` from its end and without a group, because old requests are useless and every producer must
/// receive each request.
///
/// It has its own thread, because reading blocks.
final class ResnapshotListener: @unchecked Sendable {
    /// The interval of checks for a missing topic.
    static let retryMilliseconds = 5000
    /// The duration of a poll; the shutdown is noticed within it.
    static let pollMilliseconds = 100
    /// The timeout for listing the topics; the shutdown is noticed after it.
    static let topicsMilliseconds = 3000
    /// The maximum number of requests per poll.
    static let maxRecords = 1000

    private let kafka: KafkaConfig
    private let shutdown: ShutdownSignal
    private let obey: @Sendable (ResnapshotRequest) -> Void
    private let events: KafkaEventLogger
    private let absent: Fact
    private let unreadable: Fact
    private let ended = ShutdownSignal()
    /// Used only by the thread.
    private var frame = FrameBuffer()

    /// - Parameter obey: called with each request, on the listener's thread.
    init(
        _ kafka: KafkaConfig, shutdown: ShutdownSignal, logger: Logger, metrics: MetricsRegistry,
        obey: @escaping @Sendable (ResnapshotRequest) -> Void
    ) {
        self.kafka = kafka
        self.shutdown = shutdown
        self.obey = obey
        events = KafkaEventLogger(client: "consumer", logger: logger, metrics: metrics)
        absent = Fact(
            "requests for snapshots cannot be heard; trying again", logger: logger,
            counter: metrics.counter(
                "tapedeck_resnapshot_topic_failures_total", "Attempts to read control.resnapshot that failed."),
            intervalMilliseconds: 600_000)
        unreadable = Fact(
            "a request for a snapshot cannot be read", logger: logger,
            counter: metrics.counter(
                "tapedeck_unreadable_requests_total", "Requests for a snapshot that cannot be read."))
    }

    /// Begins to listen.
    func start() {
        WorkerThread.detach(name: "resnapshot") { [self] in
            while !shutdown.isRequested {
                do throws(KafkaError) {
                    try listen()
                } catch {
                    absent.happened(metadata: ["reason": "\(error)"])
                    shutdown.wait(milliseconds: Self.retryMilliseconds)
                }
            }
            ended.request(reason: "the listener has ended")
        }
    }

    /// Waits until the thread has ended after a shutdown request.
    func join() { ended.wait() }

    /// Reads until the shutdown, or until the topic is missing.
    private func listen() throws(KafkaError) {
        let admin = try KafkaAdmin(kafka)
        // Listing all topics never creates one, while asking for a single topic may.
        let topics = try admin.list(timeoutMilliseconds: Self.topicsMilliseconds)
        guard let topic = topics.first(where: { $0.name == TopicName.resnapshot }) else {
            absent.happened(metadata: ["reason": "there is no topic \(TopicName.resnapshot)"])
            shutdown.wait(milliseconds: Self.retryMilliseconds)
            return
        }
        let consumer = try KafkaConsumer(
            KafkaConsumerConfig(kafka: kafka, group: nil, start: .latest, fetchWaitMilliseconds: 50),
            onEvent: { [events] in events.handle($0) })
        try consumer.assign(
            topic.partitions.map(\.id).map {
                KafkaPosition(topic: topic.name, partition: $0, offset: KafkaPosition.Special.end)
            })
        while !shutdown.isRequested {
            let batch = try consumer.poll(
                maxRecords: Self.maxRecords, timeoutMilliseconds: Self.pollMilliseconds)
            for index in 0..<batch.count { read(batch[index]) }
        }
        try consumer.close()
    }

    private func read(_ record: KafkaRecord) {
        do throws(DecodeError) {
            try frame.assign(record.value)
            obey(try ResnapshotRequest(reading: frame))
        } catch {
            unreadable.happened(metadata: ["offset": "\(record.offset)", "reason": "\(error)"])
        }
    }
}
