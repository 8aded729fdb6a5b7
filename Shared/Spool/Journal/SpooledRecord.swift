import Kafka

/// A record in a segment, borrowed: valid while its segment is.
struct SpooledRecord {
    /// The segment that holds it.
    let segment: SpoolSegment
    /// Where it begins there.
    let offset: Int
    /// The receive time of its frame, in nanoseconds since 1970.
    let receiveTime: Int64
    let key: UnsafeRawBufferPointer
    let value: UnsafeRawBufferPointer
    private let headerBytes: UnsafeRawBufferPointer
    private let headerCount: Int

    /// Reads the record at an offset where the segment has one.
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

    /// The room that it takes in its segment.
    var length: Int { RecordLayout.length(key: key.count, headers: headerBytes.count, value: value.count) }

    /// Puts the headers into `headers`, which is emptied first.
    func fill(_ headers: KafkaHeaders) {
        headers.removeAll()
        HeaderCoding.read(headerBytes, count: headerCount) { headers.append(named: $0, $1) }
    }
}
