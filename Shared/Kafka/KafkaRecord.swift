import CRdkafka

/// A record in librdkafka's memory. It is valid until its ``KafkaBatch`` is destroyed, so do not keep it.
public struct KafkaRecord {
    let message: UnsafeMutablePointer<rd_kafka_message_t>
    let topics: TopicNames

    /// The topic's name; only the first record of a topic allocates a String.
    public var topic: String { topics.name(of: message.pointee.rkt) }
    /// A number that identifies the topic during the consumer's lifetime, for dispatch without comparing names.
    public var topicID: Int { Int(bitPattern: message.pointee.rkt) }
    /// The partition.
    public var partition: Int32 { message.pointee.partition }
    /// The offset in the partition.
    public var offset: Int64 { message.pointee.offset }
    /// The key's bytes; empty if there is no key.
    public var key: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: message.pointee.key, count: message.pointee.key_len)
    }
    /// The value's bytes.
    public var value: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: message.pointee.payload, count: message.pointee.len)
    }
    /// Whether the record has no value: in a compacted topic it deletes its key.
    public var isTombstone: Bool { message.pointee.payload == nil }
    /// The timestamp from the producer or the broker, in milliseconds since 1970; nil if there is none.
    public var timestampMilliseconds: Int64? {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &type)
        return type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : milliseconds
    }

    /// The value of the last header with this name, or nil.
    public func header(_ name: StaticString) -> UnsafeRawBufferPointer? {
        guard let headers else { return nil }
        var value: UnsafeRawPointer?
        var length = 0
        let name = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
        guard rd_kafka_header_get_last(headers, name, &value, &length) == RD_KAFKA_RESP_ERR_NO_ERROR else { return nil }
        return UnsafeRawBufferPointer(start: value, count: length)
    }

    /// Calls `body` with each header's name and value, in order.
    public func forEachHeader(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        guard let headers else { return }
        var index = 0
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var length = 0
        while rd_kafka_header_get_all(headers, index, &name, &value, &length) == RD_KAFKA_RESP_ERR_NO_ERROR {
            guard let name else { return }
            body(
                UnsafeRawBufferPointer(start: name, count: strlen(name)),
                UnsafeRawBufferPointer(start: value, count: length))
            index += 1
        }
    }

    /// Frees librdkafka's parsed headers; it parses them again on the next access.
    ///
    /// Each header is a heap allocation, and allocating and freeing those of a whole batch at once is expensive.
    public func releaseHeaders() {
        var headers: OpaquePointer?
        guard rd_kafka_message_detach_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR else { return }
        rd_kafka_headers_destroy(headers)
    }

    /// librdkafka parses them at the first call and keeps them with the message, or until ``releaseHeaders()``.
    private var headers: OpaquePointer? {
        var headers: OpaquePointer?
        return rd_kafka_message_headers(message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR ? headers : nil
    }
}
