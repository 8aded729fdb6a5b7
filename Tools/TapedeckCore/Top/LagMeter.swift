import Base
import Kafka
import Runtime
import Synchronization
import ToolKit

/// Measures the lag of each consumer group in records, on a separate thread.
final class LagMeter: Sendable {
    /// A service that reads topics as a group.
    struct Group: Sendable {
        /// The service's name.
        var service: String
        /// The consumer group.
        var group: String
        /// The prefix of the names of its topics.
        var topicPrefix: String
    }

    private static let timeoutMilliseconds = 2_000
    private static let intervalMilliseconds = 2_000

    private let kafka: KafkaConfig
    private let groups: [Group]
    private let lags = Mutex<[String: Int64]>([:])
    private let measured = Atomic(false)
    private let shutdown = ShutdownSignal()

    init(_ kafka: KafkaConfig, groups: [Group]) {
        self.kafka = kafka
        self.groups = groups
    }

    /// The latest measurement, by service; a service is missing while its group has committed nothing.
    var current: [String: Int64] { lags.withLock { $0 } }

    /// Whether the lag has been measured.
    var hasMeasured: Bool { measured.load(ordering: .acquiring) }

    /// Measures every two seconds until `stop()`.
    func start() {
        WorkerThread.detach(name: "top-lag") { [self] in
            while !shutdown.isRequested {
                // If Kafka is unavailable, the last measurement is outdated and discarded.
                let found = (try? measure()) ?? [:]
                lags.withLock { $0 = found }
                measured.store(true, ordering: .releasing)
                shutdown.wait(milliseconds: Self.intervalMilliseconds)
            }
        }
    }

    /// Ends the thread.
    func stop() { shutdown.request(reason: "done") }

    private func measure() throws(KafkaError) -> [String: Int64] {
        let topics = try KafkaAdmin(kafka).list(timeoutMilliseconds: Self.timeoutMilliseconds)
        var found: [String: Int64] = [:]
        for group in groups {
            let partitions = topics.filter { $0.name.hasPrefix(group.topicPrefix) }.flatMap { topic in
                topic.partitions.map { KafkaPosition(topic: topic.name, partition: $0.id) }
            }
            found[group.service] = try GroupLag(kafka, group: group.group, partitions: partitions).measure()
        }
        return found
    }
}
