extension KafkaProducer {
    /// Queues a record of borrowed bytes; see ``produce(to:partition:key:value:headers:timestampMilliseconds:tag:)``.
    public func produce(
        to topic: KafkaTopic, partition: Int32? = nil, key: RawSpan, value: RawSpan, headers: KafkaHeaders? = nil,
        timestampMilliseconds: Int64? = nil, tag: UInt = 0
    ) throws(KafkaError) {
        // The standard library's `rethrows` loses the closure's error type, so the error is returned as a result.
        let result = key.withUnsafeBytes { key in
            value.withUnsafeBytes { value in
                Result { () throws(KafkaError) in
                    try produce(
                        to: topic, partition: partition, key: key, value: value, headers: headers,
                        timestampMilliseconds: timestampMilliseconds, tag: tag)
                }
            }
        }
        try result.get()
    }

    /// Queues a record without a value: in a compacted topic it deletes the key.
    public func produceTombstone(to topic: KafkaTopic, partition: Int32? = nil, key: RawSpan) throws(KafkaError) {
        let result = key.withUnsafeBytes { key in
            Result { () throws(KafkaError) in
                try produce(
                    to: topic, partition: partition, key: key, value: UnsafeRawBufferPointer(start: nil, count: 0))
            }
        }
        try result.get()
    }

    /// Queues a record of strings, for tools and tests; not for the hot path.
    public func produce(
        to topic: KafkaTopic, partition: Int32? = nil, key: String, value: String, headers: KafkaHeaders? = nil,
        timestampMilliseconds: Int64? = nil, tag: UInt = 0
    ) throws(KafkaError) {
        let key = Array(key.utf8)
        let value = Array(value.utf8)
        try produce(
            to: topic, partition: partition, key: key.span.bytes, value: value.span.bytes, headers: headers,
            timestampMilliseconds: timestampMilliseconds, tag: tag)
    }
}
