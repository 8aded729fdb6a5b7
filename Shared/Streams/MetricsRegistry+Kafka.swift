public import Kafka
public import Runtime

extension MetricsRegistry {
    /// Updates the gauges of a producer's queue. The owner of the producer calls it about once a second.
    public func noteQueue(of producer: KafkaProducer) {
        gauge(
            "tapedeck_kafka_queue_records", "Records in the Kafka client's queue: Kafka has not acknowledged them yet."
        ).set(producer.counters.inFlight)
    }
}
