import Kafka
import Synchronization

/// Where records ended up.
final class Deliveries: Sendable {
    private let places = Mutex<[UInt: KafkaDelivery]>([:])

    func note(_ delivery: KafkaDelivery) { places.withLock { $0[delivery.tag] = delivery } }

    var all: [UInt: KafkaDelivery] { places.withLock { $0 } }
}
