import Kafka

/// Publishes to one topic from one thread, with the current producer.
package final class RenewableTopic {
    private let producer: RenewableProducer
    private let name: String
    private var known: (generation: Int, producer: KafkaProducer, topic: KafkaTopic)?

    /// - Parameter name: the topic's name.
    package init(_ name: String, of producer: RenewableProducer) {
        self.name = name
        self.producer = producer
    }

    /// Passes a record to the current producer. Returns false if its queue is full. A broken producer is replaced and its error
    /// is thrown; the record has not been sent.
    func tryProduce(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, headers: KafkaHeaders, timestampMilliseconds: Int64,
        tag: UInt
    ) throws(KafkaError) -> Bool {
        try renewing { (producer, topic) throws(KafkaError) in
            try producer.tryProduce(
                to: topic, key: key, value: value, headers: headers, timestampMilliseconds: timestampMilliseconds,
                tag: tag)
        }
    }

    /// Passes a record to the current producer and waits while its queue is full. A broken producer is replaced, and the record
    /// goes to the new one.
    func produce(
        key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, headers: KafkaHeaders
    ) throws(KafkaError) {
        func attempt() throws(KafkaError) {
            try renewing { (producer, topic) throws(KafkaError) in
                try producer.produce(to: topic, key: key, value: value, headers: headers)
            }
        }
        do throws(KafkaError) {
            try attempt()
        } catch {
            guard error.requiresReconnect else { throw error }
            try attempt()
        }
    }

    private func renewing<Result>(
        _ use: (KafkaProducer, KafkaTopic) throws(KafkaError) -> Result
    ) throws(KafkaError) -> Result {
        let (producer, topic) = try resolve()
        do throws(KafkaError) {
            return try use(producer, topic)
        } catch {
            if error.requiresReconnect {
                known = nil
                try self.producer.renew(producer, because: error)
            }
            throw error
        }
    }

    private func resolve() throws(KafkaError) -> (KafkaProducer, KafkaTopic) {
        let generation = producer.generation
        if let known, known.generation == generation { return (known.producer, known.topic) }
        let current = producer.current
        let topic = try current.topic(name)
        known = (generation, current, topic)
        return (current, topic)
    }
}
