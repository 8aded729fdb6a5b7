/// The names of Tapedeck's Kafka topics (docs/TOPICS.md).
public enum TopicName {
    /// Frames of a venue, byte for byte: `raw.<venue>`.
    public static func raw(venue: String) -> String { "raw.\(venue)" }

    /// Documents of a kind, still with every source's copies: `normalized.<type>.v1`.
    public static func normalized(_ kind: EventKind) -> String { "normalized.\(kind.topicName).v1" }

    /// Documents of a kind, one copy, in order, gaps named: `market.<type>.v1`.
    public static func market(_ kind: EventKind) -> String { "market.\(kind.topicName).v1" }

    /// What a stage could not understand: `dead.<stage>`.
    public static func dead(stage: String) -> String { "dead.\(stage)" }

    /// The kinds, one for each topic.
    public static let kinds: [EventKind] = EventKind.allCases.filter { $0 != .orderSnapshot }
}
