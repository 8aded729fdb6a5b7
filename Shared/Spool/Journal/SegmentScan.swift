/// What lies in a segment that a process before this one has left: a walk over it that believes nothing.
struct SegmentScan {
    /// Where the last whole record ends.
    private(set) var end = SpoolSegment.headBytes
    /// What lies between records and is none, and what is torn off at the end.
    private(set) var damage: [Range<Int>] = []
    /// Records that nobody has acknowledged.
    private(set) var pendingRecords = 0
    /// The room that these take.
    private(set) var pendingBytes = 0

    /// Walks over the file of the segment with this number.
    init(_ bytes: UnsafeRawBufferPointer, sequence: UInt64) {
        let marker = RecordLayout.marker(of: sequence)
        // Records may go on behind the end that the head names: after a crash of the machine the head may be older.
        let named = SpoolSegment.end(in: bytes, of: sequence)
        if named == nil, bytes.count > 0 { damage.append(0..<min(SpoolSegment.headBytes, bytes.count)) }
        var offset = SpoolSegment.headBytes
        while let start = Self.nextMarker(bytes, from: offset, marker) {
            let head = RecordHead(bytes, at: start)
            guard head.isWhole(in: bytes, at: start, marker: marker) else {
                // What looks like a record and is none. The next may begin at any multiple of eight behind it.
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

    /// What is missing at the end: up to the end that the head names, or a record whose head alone was written.
    private static func torn(
        _ bytes: UnsafeRawBufferPointer, from end: Int, named: Int, _ marker: UInt64
    ) -> Range<Int>? {
        if named > end { return end..<named }
        guard let start = nextMarker(bytes, from: end, marker), start == end else { return nil }
        return end..<min(end + RecordHead(bytes, at: end).length, bytes.count)
    }
}
