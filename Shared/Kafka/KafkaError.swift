/// Everything that this module throws.
public enum KafkaError: Error, Sendable, Hashable {
    /// A property that librdkafka refuses or that this module sets itself.
    case configuration(property: String, value: String, reason: String)
    /// A failed call: `operation` is its name ("produce", "commit", …); topic and partition are set where they matter.
    case failed(operation: String, topic: String?, partition: Int32?, KafkaFailure)
    /// The client was closed, or told to stop waiting.
    case closed(operation: String)
}

extension KafkaError {
    /// The failure from librdkafka or the broker; nil for a wrong configuration and for a closed client.
    public var failure: KafkaFailure? {
        if case .failed(_, _, _, let failure) = self { return failure }
        return nil
    }

    /// Whether the same call may succeed later without any change.
    public var isRetriable: Bool { failure?.isRetriable ?? false }

    /// Whether the producer or consumer has become unusable and must be replaced. A fenced producer has been replaced by
    /// another one with its transactional id and should not return automatically.
    public var requiresReconnect: Bool { failure?.isFatal ?? false }

    /// Whether the current transaction must be aborted before the producer is used again.
    public var requiresAbort: Bool { failure?.requiresAbort ?? false }

    /// A record that the brokers did not accept.
    public static func undelivered(_ delivery: KafkaDeliveryFailure) -> KafkaError {
        .failed(
            operation: "produce", topic: delivery.topic, partition: delivery.partition < 0 ? nil : delivery.partition,
            delivery.failure)
    }

    /// A call that failed without a topic and partition.
    static func failed(_ operation: String, _ failure: KafkaFailure) -> KafkaError {
        .failed(operation: operation, topic: nil, partition: nil, failure)
    }
}

extension KafkaError: CustomStringConvertible {
    /// One line for the log. Values of secret properties are left out.
    public var description: String {
        switch self {
        case .configuration(let property, let value, let reason):
            return "Kafka configuration \(property)=\(KafkaConfig.isSecret(property) ? "***" : value): \(reason)"
        case .failed(let operation, let topic?, let partition?, let failure):
            return "Kafka \(operation) of \(topic)[\(partition)]: \(failure)"
        case .failed(let operation, let topic?, nil, let failure):
            return "Kafka \(operation) of \(topic): \(failure)"
        case .failed(let operation, nil, _, let failure): return "Kafka \(operation): \(failure)"
        case .closed(let operation): return "Kafka \(operation): the client is closed"
        }
    }
}
