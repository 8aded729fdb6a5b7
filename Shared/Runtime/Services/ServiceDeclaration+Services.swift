import MarketData

/// The services themselves.
extension ServiceDeclaration {
    /// `tapedeck-producer`.
    public static let producer = ServiceDeclaration(
        name: "producer", abstract: "Records venues: publishes every frame to Kafka, byte for byte.",
        metricsPort: 9471, scale: .sources, sections: ["venues", "producer", "spool"], inputs: [.resnapshot],
        outputs: [.raw], hasDeadLetters: false, checks: ["kafka"])

    /// `tapedeck-normalizer`.
    public static let normalizer = ServiceDeclaration(
        name: "normalizer", abstract: "Turns raw frames into typed documents.", metricsPort: 9472, scale: .members,
        sections: ["normalizer"], inputs: [.raw],
        // What each source gave is known to dedup alone.
        outputs: [.normalized(TopicName.kinds.filter { $0 != .coverage })], hasDeadLetters: true,
        checks: ["partitions", "lag"])

    /// `tapedeck-dedup`.
    public static let dedup = ServiceDeclaration(
        name: "dedup", abstract: "Makes one gapless stream out of the sources' copies.", metricsPort: 9473,
        scale: .members, sections: ["dedup"], inputs: [.normalized(TopicName.kinds), .dedupState],
        outputs: [.market(TopicName.kinds), .resnapshot, .dedupState], hasDeadLetters: true,
        checks: ["partitions", "lag"])

    /// `tapedeck-archiver`.
    public static let archiver = ServiceDeclaration(
        name: "archiver", abstract: "Writes market.* into Parquet files, a minute of a symbol each.",
        metricsPort: 9474, scale: .members, sections: ["archiver"], inputs: [.market(TopicName.kinds)], outputs: [],
        hasDeadLetters: true, checks: ["partitions", "lag", "archive", "upload"])

    /// `tapedeck-signals`.
    public static let signals = ServiceDeclaration(
        name: "signals", abstract: "Keeps the latest book and its metrics in Redis.", metricsPort: 9475, scale: .once,
        sections: ["redis", "signals"], inputs: [.market([.trade, .book, .ticker, .funding])], outputs: [.resnapshot],
        hasDeadLetters: false, checks: ["partitions", "lag", "redis", "books"])

    /// `tapedeck-alerts`.
    public static let alerts = ServiceDeclaration(
        name: "alerts", abstract: "Tells people what is wrong, by web services and mail.", metricsPort: 9476,
        scale: .once, sections: ["alerts"], inputs: [.market([.status, .gap])], outputs: [], hasDeadLetters: false,
        checks: ["partitions", "lag", "channels"])
}
