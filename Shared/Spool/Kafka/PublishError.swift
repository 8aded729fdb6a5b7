package import Kafka

/// Why a record could not be taken.
package enum PublishError: Error, CustomStringConvertible {
    /// The spool refused it.
    case spool(SpoolError)
    /// Kafka's client refused it.
    case kafka(KafkaError)

    /// One line for the log.
    package var description: String {
        switch self {
        case .spool(let error): "\(error)"
        case .kafka(let error): "\(error)"
        }
    }
}
