public import Kafka

/// Where a stage puts what it could not understand: whole, with its headers and the reason, counted and logged. Of a list
/// that it could understand but for some entries, each of these by itself.
public final class DeadLetters {
    private let producer: KafkaProducer
    private let topic: KafkaTopic
    private let headers = KafkaHeaders()
    private let facts: LabelledFacts
    /// A reason may name what a frame calls its channel, and a frame may call it by ten megabytes.
    private static let maximumReasonBytes = 500

    /// - Parameter stage: the stage's name; letters go to `dead.<stage>`.
    public init(stage: String, producer: KafkaProducer, logger: Logger, metrics: MetricsRegistry) throws(KafkaError) {
        self.producer = producer
        topic = try producer.topic("dead.\(stage)")
        facts = LabelledFacts(
            "a record could not be understood; it went to \(topic.name)", counter: "tapedeck_dead_letters_total",
            "Records that could not be understood, by reason.", label: "reason", logger: logger, metrics: metrics)
    }

    /// Passes a record on to the dead letters.
    ///
    /// - Parameters:
    ///   - part: the bytes of the record that could not be understood, where the rest could; nil for all of it.
    ///   - code: a short word for the reason, a label of the counter.
    ///   - reason: the reason in a sentence; what is longer than 500 bytes is cut off.
    public func accept(
        _ record: KafkaRecord, part: Range<Int>? = nil, code: String, reason: String
    ) throws(KafkaError) {
        let reason = Self.shortened(reason)
        facts.happened(
            "", code,
            metadata: [
                "topic": "\(record.topic)", "partition": "\(record.partition)", "offset": "\(record.offset)",
                "reason": "\(reason)",
            ])
        headers.removeAll()
        // The letter's own headers must fit as well, so a record with more than there is room for loses its last ones.
        _ = headers.append(contentsOf: record)
        headers.truncate(to: min(headers.count, KafkaHeaders.limit - (part == nil ? 5 : 6)))
        headers.append("error", reason)
        headers.append("error_code", code)
        headers.append("error_topic", record.topic)
        headers.append("error_partition", Int64(record.partition))
        headers.append("error_offset", record.offset)
        guard let part else {
            return try producer.produce(to: topic, key: record.key, value: record.value, headers: headers)
        }
        headers.append("error_part", "\(part.lowerBound)-\(part.upperBound)")
        let value = UnsafeRawBufferPointer(rebasing: record.value[part.clamped(to: 0..<record.value.count)])
        try producer.produce(to: topic, key: record.key, value: value, headers: headers)
    }

    private static func shortened(_ reason: String) -> String {
        guard reason.utf8.count > maximumReasonBytes else { return reason }
        return String(decoding: reason.utf8.prefix(maximumReasonBytes), as: UTF8.self) + "…"
    }
}
