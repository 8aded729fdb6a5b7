public import Archive
public import Kafka

/// Everything that this module throws.
public enum ArchiverError: Error, Sendable, Hashable {
    /// The archive could not be written or read, or refuses a document.
    case archive(ArchiveError)
    /// Kafka failed permanently.
    case kafka(KafkaError)
    /// A dead letter could not be published.
    case deadLetterLost(reason: String)
}

extension ArchiverError {
    /// Whether a retry may succeed without a restart, for example after an operator has freed disk space.
    public var isRetriable: Bool {
        switch self {
        case .archive(let error): error.isRetriable
        case .kafka(let error): error.isRetriable
        case .deadLetterLost: false
        }
    }

    /// A short name for counters.
    public var code: String {
        switch self {
        case .archive(let error): error.code
        case .kafka: "kafka"
        case .deadLetterLost: "dead_letter_lost"
        }
    }
}

extension ArchiverError: CustomStringConvertible {
    /// One line for the log.
    public var description: String {
        switch self {
        case .archive(let error): "\(error)"
        case .kafka(let error): "\(error)"
        case .deadLetterLost(let reason): "a dead letter could not be published: \(reason)"
        }
    }
}
