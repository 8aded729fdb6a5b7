import Base
import Foundation
import Kafka
public import Runtime
import Streams
import ToolKit

/// `tapedeck broker`: the embedded broker alone.
public enum BrokerCommand {
    /// The command.
    public static var command: Command {
        Command(
            "broker", abstract: "Runs the embedded Kafka broker, for demonstrations and tests.",
            discussion: """
                It listens on a free port of 127.0.0.1 and prints KAFKA_BOOTSTRAP_SERVERS=HOST:PORT. It keeps its records \
                in memory, about 5 MB a partition, the oldest going first whether they were read or not; it knows no \
                retention, no compaction and no isolation of transactions. Never record anything with it.
                """,
            options: [.value("partitions", "N", default: "2", "Partitions of the topics that carry much.")]
        ) { parsed in
            let shutdown = ShutdownSignal()
            ServiceRunner(logger: Logger(label: "broker"), shutdown: shutdown).handleSignals()
            let broker = try EmbeddedBroker()
            let table = TopicTable(
                venues: VenueNames.all, partitions: try parsed.integer("partitions", in: 1...64) ?? 2)
            for topic in table.topics { try broker.createTopic(topic.name, partitions: topic.partitions) }
            StandardOutput().write(lines: ["KAFKA_BOOTSTRAP_SERVERS=\(broker.bootstrapServers)"])
            shutdown.wait()
            withExtendedLifetime(broker) {}
        }
    }
}
