public import Kafka
public import Runtime

/// Publishes records that a stage could not process as dead letters: whole, with their headers and the reason, counted and
/// logged. If only some entries of a list are invalid, each of them becomes a dead letter. A record that is too large is
/// published without its value, so that it does not block the records after it.
public final class DeadLetters {
    private let producer: KafkaProducer
    private let topic: KafkaTopic
    private let headers = KafkaHeaders()
    private let facts: LabelledFacts
    /// A reason may contain the name of a frame's channel, and a frame may contain a name of ten megabytes.
    private static let maximumReasonBytes = 500
    /// The number of headers added to each letter, and the number added in place of a value.
    private static let ownHeaders = 6
    private static let valueHeaders = 2

    /// - Parameter stage: the stage's name; letters go to `dead.<stage>`.
    public init(stage: String, producer: KafkaProducer, logger: Logger, metrics: MetricsRegistry) throws(KafkaError) {
        self.producer = producer
        topic = try producer.topic("dead.\(stage)")
        facts = LabelledFacts(
            "a record could not be understood; it went to \(topic.name)", counter: "tapedeck_dead_letters_total",
            "Records that could not be understood, by reason.", label: "reason", logger: logger, metrics: metrics)
    }

    /// Publishes a record as a dead letter.
    ///
    /// - Parameters:
    ///   - part: the range of the invalid bytes if the rest is valid; nil for the whole record.
    ///   - code: a short word for the reason, used as a label of the counter.
    ///   - reason: the reason in a sentence; it is cut off after 500 bytes.
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
        let part = part?.clamped(to: 0..<record.value.count)
        let value = part.map { UnsafeRawBufferPointer(rebasing: record.value[$0]) } ?? record.value
        do {
            fillHeaders(record, part, code, reason, keeping: KafkaHeaders.limit - Self.ownHeaders)
            try producer.produce(to: topic, key: record.key, value: value, headers: headers)
        } catch  where error.failure?.refusesRecord == true {
            try acceptWithoutValue(record, value, part, code, reason)
        }
    }

    /// Publishes the added headers of a record that is too large, without its value.
    private func acceptWithoutValue(
        _ record: KafkaRecord, _ value: UnsafeRawBufferPointer, _ part: Range<Int>?, _ code: String, _ reason: String
    ) throws(KafkaError) {
        let hash = SHA256Digest.hexadecimal(of: value)
        let nothing = UnsafeRawBufferPointer(start: nil, count: 0)
        func add() {
            headers.append("error_value_bytes", Int64(value.count))
            headers.append("error_value_sha256", hash)
        }
        do {
            fillHeaders(
                record, part, code, reason, keeping: KafkaHeaders.limit - Self.ownHeaders - Self.valueHeaders)
            add()
            try producer.produce(to: topic, key: record.key, value: nothing, headers: headers)
        } catch  where error.failure?.refusesRecord == true {
            // The key or the headers are too large as well.
            fillHeaders(record, part, code, reason, keeping: 0)
            add()
            try producer.produce(to: topic, key: nothing, value: nothing, headers: headers)
        }
    }

    /// The added headers come last and must fit, so a record with too many headers loses its last ones.
    private func fillHeaders(
        _ record: KafkaRecord, _ part: Range<Int>?, _ code: String, _ reason: String, keeping kept: Int
    ) {
        headers.removeAll()
        if kept > 0 { headers.append(contentsOf: record) }
        headers.truncate(to: min(headers.count, kept))
        headers.append("error", reason)
        headers.append("error_code", code)
        headers.append("error_topic", record.topic)
        headers.append("error_partition", Int64(record.partition))
        headers.append("error_offset", record.offset)
        if let part { headers.append("error_part", "\(part.lowerBound)-\(part.upperBound)") }
    }

    private static func shortened(_ reason: String) -> String {
        guard reason.utf8.count > maximumReasonBytes else { return reason }
        return String(decoding: reason.utf8.prefix(maximumReasonBytes), as: UTF8.self) + "…"
    }
}
