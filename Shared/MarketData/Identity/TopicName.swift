/// The names of Tapedeck's Kafka topics (docs/TOPICS.md).
public enum TopicName {
    /// Frames of a venue, byte for byte: `raw.<venue>`.
    public static func raw(venue: String) -> String { "raw.\(venue)" }

    /// The venue of a topic of raw frames; any other topic is returned unchanged.
    public static func venue(ofRaw topic: String) -> String {
        topic.hasPrefix("raw.") ? String(topic.dropFirst(4)) : topic
    }

    /// Documents of a kind, still with every source's copies: `normalized.<type>.v1`.
    public static func normalized(_ kind: EventKind) -> String { kind.declaration.normalizedTopic }

    /// Documents of a kind, one copy, in order, gaps named: `market.<type>.v1`.
    public static func market(_ kind: EventKind) -> String { kind.declaration.marketTopic }

    /// Records that a stage could not understand: `dead.<stage>`.
    public static func dead(stage: String) -> String { "dead.\(stage)" }

    /// Requests of dedup to the producers for a fresh snapshot of one symbol.
    public static let resnapshot = "control.resnapshot"

    /// Dedup's state, compacted: the state of each channel at its last committed transaction.
    public static let dedupState = "state.dedup"

    /// The kinds, one for each topic.
    public static let kinds: [EventKind] = EventKind.allCases.reduce(into: []) { kinds, kind in
        if !kinds.contains(where: { $0.topicName == kind.topicName }) { kinds.append(kind) }
    }
}
