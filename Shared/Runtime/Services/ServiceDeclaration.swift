public import MarketData

/// What there is to know of a service: said once (`ServiceRegistry.all`), read by its program, `tapedeck`, and the tests that
/// hold docker-compose.yml, Prometheus' configuration, Package.swift and docs/ to it.
public struct ServiceDeclaration: Sendable, Equatable {
    /// The name in logs, metrics and topics, such as `dedup`.
    public let name: String
    /// What it does, one sentence.
    public let abstract: String
    /// The port at which it answers /metrics, /healthz and /readyz unless the configuration names another.
    public let metricsPort: Int
    /// How many of it run.
    public let scale: ServiceScale
    /// The sections of the configuration that it reads beside `commonSections`.
    public let sections: [String]
    /// The topics that it reads.
    public let inputs: [TopicFamily]
    /// The topics that it writes, dead letters aside.
    public let outputs: [TopicFamily]
    /// Whether there is a topic `dead.<name>` for what it cannot understand.
    public let hasDeadLetters: Bool
    /// The checks behind its /readyz, beside `service` and those of each venue and source; some only where the
    /// configuration asks for what they look at.
    public let checks: [String]

    /// The name of the section that Streams reads (`KafkaSection`), which Runtime cannot import.
    public static let kafkaSection = "kafka"

    /// The sections that every service reads.
    public static let commonSections = [
        kafkaSection, LogConfig.section, MetricsConfig.section, HealthConfig.section,
    ]

    /// The program, such as `tapedeck-dedup`; its consumer group bears the same name by default.
    public var program: String { "tapedeck-\(name)" }

    /// The topic of its dead letters.
    public var deadLetters: String { TopicName.dead(stage: name) }

    /// The kinds of document that it reads of `market.*`.
    public var marketKinds: [EventKind] {
        inputs.flatMap { family in
            if case .market(let kinds) = family { return kinds }
            return []
        }
    }
}
