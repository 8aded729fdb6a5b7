public import Base
public import Kafka
import Runtime

/// Reads all partitions of some topics without a group, starting some hours in the past, and reports when each partition has
/// caught up with its end at the start.
///
/// A process that keeps the latest state needs every record again at each start, so there are no offsets to commit in a group.
/// Also, a group may revoke and reassign the partitions of a process that stood still, and reading would start in the past
/// again. All methods are called on one thread.
public final class TopicFollower {
    /// The interval of searches for missing topics and new partitions, in nanoseconds.
    static let searchNanoseconds: Int64 = 30_000_000_000
    /// The same interval until the first partition is found.
    static let firstSearchNanoseconds: Int64 = 1_000_000_000
    /// The timeout of one request to the brokers.
    static let patienceMilliseconds = 3000

    /// A partition that has not caught up yet.
    private struct Chase {
        let topic: String
        let partition: Int32
        /// The offset after the last record at the start.
        let end: Int64
    }

    /// The client, which knows the lag and positions.
    public let consumer: KafkaConsumer
    private let admin: KafkaAdmin
    private let topics: Set<String>
    private let historyNanoseconds: Int64
    private let clock: WallClock
    private var known: Set<String> = []
    private var chases: [Chase] = []
    private var nextSearch = Int64.min

    /// Connects in the background.
    ///
    /// - Parameters:
    ///   - topics: the topics' names.
    ///   - historyHours: how far back it starts; 0 for the oldest record.
    ///   - onEvent: receives the client's events.
    public init(
        _ kafka: KafkaConfig, topics: [String], historyHours: Int, fetchWaitMilliseconds: Int,
        clock: WallClock = .system,
        onEvent: @escaping @Sendable (KafkaEvent) -> Void
    ) throws(KafkaError) {
        consumer = try KafkaConsumer(
            KafkaConsumerConfig(
                kafka: kafka, group: nil, readsCommitted: false, reportsEnds: true,
                fetchWaitMilliseconds: fetchWaitMilliseconds), onEvent: onEvent)
        admin = try KafkaAdmin(kafka)
        self.topics = Set(topics)
        historyNanoseconds = Int64(historyHours) * 3_600_000_000_000
        self.clock = clock
    }

    /// Whether all known partitions have caught up.
    public var hasCaughtUp: Bool { !known.isEmpty && chases.isEmpty }

    /// Searches for new partitions, when it is due.
    ///
    /// - Returns: partitions that are read from now on, starting in the past: their first records are outdated.
    public func search() -> [KafkaPosition] {
        let now = clock.now()
        guard now >= nextSearch else { return [] }
        // The client's events report unavailable brokers.
        let begun = (try? begin()) ?? []
        nextSearch = now + (known.isEmpty ? Self.firstSearchNanoseconds : Self.searchNanoseconds)
        return begun
    }

    private func begin() throws(KafkaError) -> [KafkaPosition] {
        let found = try admin.list(timeoutMilliseconds: Self.patienceMilliseconds)
            .filter { topics.contains($0.name) }
            .flatMap { topic in topic.partitions.map { KafkaPosition(topic: topic.name, partition: $0.id) } }
        let fresh = found.filter { !known.contains(Self.name($0)) }
        guard !fresh.isEmpty else { return [] }
        var begun: [Chase] = []
        for place in fresh {
            let marks = try consumer.watermarks(
                topic: place.topic, partition: place.partition, timeoutMilliseconds: Self.patienceMilliseconds)
            if marks.high > marks.low {
                begun.append(Chase(topic: place.topic, partition: place.partition, end: marks.high))
            }
        }
        let starts = try starts(of: fresh)
        // Partitions that are already read continue at their position, or at their start if nothing was read yet.
        let going = try consumer.positions().map { place in
            place.offset >= 0
                ? place
                : KafkaPosition(
                    topic: place.topic, partition: place.partition, offset: KafkaPosition.Special.beginning)
        }
        try consumer.assign(going + starts)
        known.formUnion(fresh.map(Self.name))
        chases += begun
        return begun.map { KafkaPosition(topic: $0.topic, partition: $0.partition) }
    }

    /// The start offsets: the oldest record that is new enough, or the oldest record if all are older.
    private func starts(of partitions: [KafkaPosition]) throws(KafkaError) -> [KafkaPosition] {
        let beginnings = partitions.map {
            KafkaPosition(topic: $0.topic, partition: $0.partition, offset: KafkaPosition.Special.beginning)
        }
        guard historyNanoseconds > 0 else { return beginnings }
        let since = (clock.now() - historyNanoseconds) / 1_000_000
        let found = try consumer.offsets(
            of: partitions, since: since, timeoutMilliseconds: Self.patienceMilliseconds)
        return zip(found, beginnings).map { found, beginning in found.offset >= 0 ? found : beginning }
    }

    /// Waits for records, as ``KafkaConsumer/poll(maxRecords:timeoutMilliseconds:onRebalance:)`` does.
    public func poll(maxRecords: Int, timeoutMilliseconds: Int) throws(KafkaError) -> KafkaBatch {
        try consumer.poll(maxRecords: maxRecords, timeoutMilliseconds: timeoutMilliseconds)
    }

    /// The partitions that have caught up with a batch, whose records must have been processed before.
    public func caughtUp(by batch: borrowing KafkaBatch) -> [KafkaPosition] {
        guard !chases.isEmpty else { return [] }
        let reached = batch.nextPositions() + batch.ends
        var done: [KafkaPosition] = []
        chases.removeAll { chase in
            let isDone = reached.contains {
                $0.partition == chase.partition && $0.topic == chase.topic && $0.offset >= chase.end
            }
            if isDone { done.append(KafkaPosition(topic: chase.topic, partition: chase.partition)) }
            return isDone
        }
        return done
    }

    private static func name(_ place: KafkaPosition) -> String { "\(place.topic)/\(place.partition)" }
}
