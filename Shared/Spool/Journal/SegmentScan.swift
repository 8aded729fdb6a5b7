/// Scans a segment left by an earlier process, without trusting its contents.
struct SegmentScan {
    /// The end of the last complete record.
    private(set) var end = SpoolSegment.headBytes
    /// Ranges between records that hold no valid record, and an incomplete record at the end.
    private(set) var damage: [Range<Int>] = []
    /// The number of unacknowledged records.
    private(set) var pendingRecords = 0
    /// The size of these records in bytes.
    private(set) var pendingBytes = 0

    /// Scans the file of the segment with this number.
    init(_ bytes: UnsafeRawBufferPointer, sequence: UInt64) {
        let marker = RecordLayout.marker(of: sequence)
        // Records may continue after the end in the head, which may be older after a crash of the machine.
        let named = SpoolSegment.end(in: bytes, of: sequence)
        if named == nil, bytes.count > 0 { damage.append(0..<min(SpoolSegment.headBytes, bytes.count)) }
        var offset = SpoolSegment.headBytes
        while let start = Self.nextMarker(bytes, from: offset, marker) {
            let head = RecordHead(bytes, at: start)
            guard head.isWhole(in: bytes, at: start, marker: marker) else {
                // This is not a valid record. The next one may begin at any later multiple of eight.
                offset = start + RecordLayout.alignment
                continue
            }
            if start > end { damage.append(end..<start) }
            end = start + head.length
            offset = end
            if (RecordState(rawValue: head.state) ?? .pending) == .pending {
                pendingRecords += 1
                pendingBytes += head.length
            }
        }
        if let torn = Self.torn(bytes, from: end, named: named ?? end, marker) { damage.append(torn) }
    }

    /// The next place, at a multiple of eight, where a record of this segment may begin.
    private static func nextMarker(_ bytes: UnsafeRawBufferPointer, from offset: Int, _ marker: UInt64) -> Int? {
        var offset = offset
        while offset + RecordLayout.headBytes <= bytes.count {
            if UInt64(littleEndian: bytes.load(fromByteOffset: offset, as: UInt64.self)) == marker { return offset }
            offset += RecordLayout.alignment
        }
        return nil
    }

    /// The missing range at the end: up to the end in the head, or a record of which only the head was written.
    private static func torn(
        _ bytes: UnsafeRawBufferPointer, from end: Int, named: Int, _ marker: UInt64
    ) -> Range<Int>? {
        if named > end { return end..<named }
        guard let start = nextMarker(bytes, from: end, marker), start == end else { return nil }
        return end..<min(end + RecordHead(bytes, at: end).length, bytes.count)
    }
}
