package import Kafka

/// Where records go.
package enum RecordDestination {
    /// Into the spool, and from there to Kafka.
    case spool(SpoolJournal)
    /// Straight to Kafka's client, which keeps in memory what Kafka does not take; what one holds that breaks for good is lost.
    case kafka(RenewableTopic)

    /// Takes a record: copies all of it.
    ///
    /// - Parameter receiveTime: nanoseconds since 1970.
    package func publish(
        key: UnsafeRawBufferPointer, headers: KafkaHeaders, value: UnsafeRawBufferPointer, receiveTime: Int64
    ) throws(PublishError) {
        switch self {
        case .spool(let spool):
            do throws(SpoolError) {
                try spool.append(key: key, headers: headers, value: value, receiveTime: receiveTime)
            } catch {
                throw .spool(error)
            }
        case .kafka(let topic):
            do throws(KafkaError) {
                try topic.produce(key: key, value: value, headers: headers)
            } catch {
                throw .kafka(error)
            }
        }
    }
}
