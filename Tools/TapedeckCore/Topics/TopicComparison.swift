import Kafka

/// The required topics compared with the existing ones.
struct TopicComparison {
    /// The broker's description of a topic.
    struct Found: Equatable {
        var partitions: Int
        var replication: Int
        /// The effective properties; nil if the broker does not return them.
        var properties: [String: String]?
        /// The number of records from the oldest to the newest; nil if the broker does not return it.
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

    /// The differences of a topic from its specification. More partitions or copies than required are not a difference.
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

    /// The number of topics with differences.
    var differenceCount: Int { wanted.count { !differences(of: $0).isEmpty } }

    /// One line per topic with its description.
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

    /// One line per topic with the result of the comparison.
    var verdicts: [String] {
        var table = TextTable([.init("TOPIC", .left), .init("", .left)])
        for topic in wanted {
            let differences = differences(of: topic)
            // Some brokers do not return a topic's properties; unchecked properties must not be reported as checked.
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
