/// What a client tells about itself, outside of any call.
///
/// Events come on librdkafka's threads, on the producer's poll thread or on the thread that polls a consumer: a handler
/// must be quick and must not call the client that it hears from.
public enum KafkaEvent: Sendable {
    /// A line of librdkafka's log; `level` is syslog's (0 emergency … 7 debug).
    case log(level: Int, facility: String, message: String)
    /// Something went wrong that librdkafka keeps trying to mend: a broker that is away, a topic not made yet.
    case error(KafkaFailure)
    /// librdkafka's statistics, a JSON document as its STATISTICS.md describes.
    case statistics(String)
    /// The producer's queue is full, so a call to produce waits: told once for each wait.
    case queueFull(topic: String)
    /// An asynchronous commit failed.
    case commitFailed([KafkaPosition], KafkaFailure)
}
