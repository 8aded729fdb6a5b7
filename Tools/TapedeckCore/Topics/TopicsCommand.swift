import Kafka
public import Runtime
import Streams
import ToolKit
import VenueKit
import Venues

/// `tapedeck topics`: the topics that Tapedeck uses.
public enum TopicsCommand {
    /// The subcommand.
    public static var command: Command {
        Command(
            "topics", abstract: "Lists, makes and checks the topics that Tapedeck uses.",
            options: [
                ConfigOption.option,
                .value(
                    "partitions", "N", default: "4",
                    "Partitions of raw, book, order, trade, quote and gap topics; the others have one."),
                .value("replication", "N", default: "1", "Copies of each partition."),
            ], subcommands: [listCommand, createCommand, checkCommand])
    }

    private static var listCommand: Command {
        Command(
            "list", abstract: "Shows what there is of each topic.",
            discussion: """
                RECORDS counts from the oldest record that is kept to the newest; markers of transactions count too. \
                KEPT is empty where the broker does not tell its properties, as the embedded one.
                """
        ) { options in
            let wanted = try table(options).topics
            StandardOutput().write(lines: try inspector(options).compare(wanted, countsRecords: true).listing)
        }
    }

    private static var createCommand: Command {
        Command(
            "create", abstract: "Makes the topics that are missing.",
            discussion: """
                Topics that exist are left as they are: `tapedeck topics check` tells where they differ. The embedded \
                broker gives topics its own number of partitions.
                """, run: create)
    }

    private static var checkCommand: Command {
        Command(
            "check", abstract: "Checks that each topic is there with its partitions and properties.",
            discussion: "It ends with status 70 when one is not. More partitions or copies than asked for are as good."
        ) { options in
            let comparison = try inspector(options).compare(try table(options).topics, countsRecords: false)
            StandardOutput().write(lines: comparison.verdicts)
            guard comparison.differenceCount == 0 else {
                throw ToolError.topicsDiffer(count: comparison.differenceCount)
            }
        }
    }

    @Sendable private static func create(_ options: ParsedCommand) throws {
        let topics = try table(options).topics
        let outcomes = try inspector(options).create(topics)
        var table = TextTable([.init("TOPIC", .left), .init("", .left)])
        for topic in topics {
            let outcome =
                switch outcomes[topic.name] {
                case .created: "made, \(topic.partitions) partitions"
                case .createdByDefault(let partitions): "made, \(partitions) partitions, the broker's own number"
                case .existed: "was there"
                case nil: "the broker said nothing"
                }
            table.append([topic.name, outcome])
        }
        StandardOutput().write(lines: table.lines)
    }

    private static func table(_ options: ParsedCommand) throws(UsageError) -> TopicTable {
        TopicTable(
            venues: VenueRegistry.all.map(\.name), partitions: try options.integer("partitions", in: 1...1000) ?? 4,
            replication: try options.integer("replication", in: 1...100) ?? 1)
    }

    private static func inspector(_ options: ParsedCommand) throws -> TopicInspector {
        try TopicInspector(try ConfigOption.kafka(ConfigOption.configuration(options), name: "topics"))
    }
}
