import Kafka
import Synchronization

/// The first error that ends the service, from whichever thread it comes.
final class FirstError: Sendable {
    private let first = Mutex<KafkaError?>(nil)

    /// The error; nil while all is well.
    var error: KafkaError? { first.withLock { $0 } }

    /// Keeps the error if it is the first.
    func note(_ error: KafkaError) {
        first.withLock { first in
            if first == nil { first = error }
        }
    }
}
