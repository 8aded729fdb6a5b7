package import Kafka

/// The destination of records.
package enum RecordDestination {
    /// Into the spool, and from there to Kafka.
    case spool(SpoolJournal)
    /// Directly to the Kafka client, which keeps unacknowledged records in memory. They are lost if the client fails
    /// permanently.
    case kafka(RenewableTopic)

    /// Publishes a copy of a record.
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
