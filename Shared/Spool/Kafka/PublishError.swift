package import Kafka

/// Why a record was not accepted.
package enum PublishError: Error, CustomStringConvertible {
    /// The spool refused it.
    case spool(SpoolError)
    /// The Kafka client refused it.
    case kafka(KafkaError)

    /// One line for the log.
    package var description: String {
        switch self {
        case .spool(let error): "\(error)"
        case .kafka(let error): "\(error)"
        }
    }
}
