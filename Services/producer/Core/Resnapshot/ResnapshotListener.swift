import Base
import Documents
import JSON
import Kafka
import MarketData
import Runtime
import Streams

/// Reads `control.resnapshot` from its end, without a group: an old request is worth nothing, and every producer hears each.
///
/// It has a thread of its own, since reading blocks.
final class ResnapshotListener: @unchecked Sendable {
    /// How often a topic that is not there is looked for.
    static let retryMilliseconds = 5000
    /// How long a poll waits; a request to end is obeyed within it.
    static let pollMilliseconds = 100
    /// How long the brokers may take to name the topics; a request to end is obeyed after it.
    static let topicsMilliseconds = 3000
    /// Requests of one poll.
    static let maxRecords = 1000

    private let kafka: KafkaConfig
    private let shutdown: ShutdownSignal
    private let obey: @Sendable (ResnapshotRequest) -> Void
    private let events: KafkaEventLogger
    private let absent: Fact
    private let unreadable: Fact
    private let ended = ShutdownSignal()
    /// Only the thread's.
    private var frame = FrameBuffer()

    /// - Parameter obey: takes each request, on the listener's thread.
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

    /// Waits until the thread has ended, once the shutdown was requested.
    func join() { ended.wait() }

    /// Reads until the end, or until the topic is found missing.
    private func listen() throws(KafkaError) {
        let admin = try KafkaAdmin(kafka)
        // Asking for all topics makes none, where asking for one might.
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
