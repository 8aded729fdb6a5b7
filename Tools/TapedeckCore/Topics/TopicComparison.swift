import Kafka

/// The topics that there should be beside those that there are.
struct TopicComparison {
    /// What a broker holds of a topic.
    struct Found: Equatable {
        var partitions: Int
        var replication: Int
        /// The properties in force; nil where the broker does not tell them.
        var properties: [String: String]?
        /// Records from the oldest to the newest; nil where the broker does not tell.
        var records: Int64?

        init(_ description: KafkaTopicDescription, properties: [String: String]? = nil, records: Int64? = nil) {
            partitions = description.partitions.count
            replication = description.partitions.map(\.replicas.count).min() ?? 0
            self.properties = properties
            self.records = records
        }

        init(partitions: Int, replication: Int, properties: [String: String]? = nil, records: Int64? = nil) {
            self.partitions = partitions
            self.replication = replication
            self.properties = properties
            self.records = records
        }
    }

    let wanted: [KafkaTopicSpecification]
    let found: [String: Found]

    /// What is wrong with a topic; empty when nothing is. More partitions or copies than asked for are as good.
    func differences(of topic: KafkaTopicSpecification) -> [String] {
        guard let found = found[topic.name] else { return ["does not exist"] }
        var differences: [String] = []
        if found.partitions < topic.partitions {
            differences.append("\(found.partitions) partitions instead of \(topic.partitions)")
        }
        if found.replication < topic.replicationFactor {
            differences.append("\(found.replication) copies instead of \(topic.replicationFactor)")
        }
        guard let properties = found.properties else { return differences }
        for (name, value) in topic.config.sorted(by: { $0.key < $1.key }) where properties[name] != value {
            differences.append("\(name) is \(properties[name] ?? "not set") instead of \(value)")
        }
        return differences
    }

    /// How many topics differ.
    var differenceCount: Int { wanted.count { !differences(of: $0).isEmpty } }

    /// A line for each topic: what there is of it.
    var listing: [String] {
        var table = TextTable([
            .init("TOPIC", .left), .init("PARTITIONS"), .init("COPIES"), .init("KEPT"), .init("RECORDS"),
        ])
        for topic in wanted {
            let found = found[topic.name]
            table.append([
                topic.name, found.map { "\($0.partitions)" } ?? "missing", found.map { "\($0.replication)" } ?? "",
                Self.retention(found?.properties ?? (found == nil ? topic.config : [:])),
                found?.records.map(String.init) ?? "",
            ])
        }
        return table.lines
    }

    /// A line for each topic: whether it is as it should be.
    var verdicts: [String] {
        var table = TextTable([.init("TOPIC", .left), .init("", .left)])
        for topic in wanted {
            let differences = differences(of: topic)
            // Not every broker tells a topic's properties; what was not checked is not called checked.
            let isWhole = found[topic.name]?.properties != nil
            let ok = isWhole ? "ok" : "ok as far as the broker tells: not its properties"
            table.append([topic.name, differences.isEmpty ? ok : differences.joined(separator: "; ")])
        }
        return table.lines
    }

    private static func retention(_ properties: [String: String]) -> String {
        guard let milliseconds = properties["retention.ms"].flatMap(Int64.init) else { return "" }
        guard milliseconds >= 0 else { return "for ever" }
        return ShortText.duration(nanoseconds: milliseconds.multipliedReportingOverflow(by: 1_000_000).partialValue)
    }
}
