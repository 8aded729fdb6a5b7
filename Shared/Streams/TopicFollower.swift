public import Base
public import Kafka
import Runtime

/// Reads all partitions of some topics by itself, without a group, from some hours ago on, and says of each partition when
/// it has caught up with what was there when it began.
///
/// A process that keeps the latest state of something needs every record again at each start, so there is nothing that a
/// group could commit for it; and what a group takes away and gives back while a process stood still would begin again in
/// the past. All is called by one thread.
public final class TopicFollower {
    /// How often topics that are missing, and new partitions, are looked for, in nanoseconds.
    static let searchNanoseconds: Int64 = 30_000_000_000
    /// The same while nothing was found yet.
    static let firstSearchNanoseconds: Int64 = 1_000_000_000
    /// How long one question to the brokers may take.
    static let patienceMilliseconds = 3000

    /// A partition on its way to what was its end.
    private struct Chase {
        let topic: String
        let partition: Int32
        /// The offset after the last record that was there at the beginning.
        let end: Int64
    }

    /// The client; its lag and positions are the follower's.
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
    ///   - historyHours: how far back it begins; 0 is the oldest record.
    ///   - onEvent: what the client tells.
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

    /// Whether every partition that is known has caught up.
    public var hasCaughtUp: Bool { !known.isEmpty && chases.isEmpty }

    /// Looks for partitions that are not read yet, when it is time.
    ///
    /// - Returns: partitions that are read from now on, from the past: what they bring first is no longer true.
    public func search() -> [KafkaPosition] {
        let now = clock.now()
        guard now >= nextSearch else { return [] }
        // Brokers that are away are told of by the client's events.
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
        // What is read already goes on where it is; where nothing was read yet, at its beginning.
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

    /// Where to begin: at the oldest record that is new enough; where all are older, at the oldest.
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

    /// The partitions that have caught up with a batch: its records must have been taken in before.
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
