import Kafka

/// A borrowed record in a segment; valid as long as its segment.
struct SpooledRecord {
    /// The segment that holds it.
    let segment: SpoolSegment
    /// Its offset in the segment.
    let offset: Int
    /// The receive time of its frame, in nanoseconds since 1970.
    let receiveTime: Int64
    let key: UnsafeRawBufferPointer
    let value: UnsafeRawBufferPointer
    private let headerBytes: UnsafeRawBufferPointer
    private let headerCount: Int

    /// The segment must have a record at `offset`.
    init(_ segment: SpoolSegment, at offset: Int) {
        let head = RecordHead(segment.mapping.bytes, at: offset)
        self.segment = segment
        self.offset = offset
        receiveTime = head.receiveTime
        let start = offset + RecordLayout.headBytes
        let bytes = segment.mapping.bytes
        key = UnsafeRawBufferPointer(rebasing: bytes[start..<start + head.keyLength])
        let valueStart = key.count + start + head.headersLength
        headerBytes = UnsafeRawBufferPointer(rebasing: bytes[start + key.count..<valueStart])
        value = UnsafeRawBufferPointer(rebasing: bytes[valueStart..<valueStart + head.valueLength])
        headerCount = head.headerCount
    }

    /// Its size in the segment.
    var length: Int { RecordLayout.length(key: key.count, headers: headerBytes.count, value: value.count) }

    /// Replaces the contents of `headers` by the headers of the record.
    func fill(_ headers: KafkaHeaders) {
        headers.removeAll()
        HeaderCoding.read(headerBytes, count: headerCount) { headers.append(named: $0, $1) }
    }
}
