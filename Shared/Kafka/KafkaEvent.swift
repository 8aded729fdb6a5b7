/// An event that a client reports outside of any call.
///
/// Events arrive on librdkafka's threads, on the producer's poll thread or on the thread that polls a consumer. A handler must
/// be quick and must not call the client that reports the event.
public enum KafkaEvent: Sendable {
    /// A line of librdkafka's log; `level` is syslog's (0 emergency … 7 debug).
    case log(level: Int, facility: String, message: String)
    /// A problem that librdkafka keeps trying to resolve, such as an unavailable broker or a topic that was not created yet.
    case error(KafkaFailure)
    /// librdkafka's statistics, a JSON document described in its STATISTICS.md.
    case statistics(String)
    /// The producer's queue is full, so a call to produce waits; reported once per wait.
    case queueFull(topic: String)
    /// An asynchronous commit failed.
    case commitFailed([KafkaPosition], KafkaFailure)
}
