import Kafka
import Synchronization

/// One file of the spool: consecutive records, appended by one thread, read and acknowledged by others.
///
/// The head of the file holds a magic number, the segment's number, and the end of its records. All bytes before the end are
/// written before the end is moved. So the end distinguishes a killed process from a crashed machine.
final class SpoolSegment: @unchecked Sendable {
    /// The offset of the first record.
    static let headBytes = 64
    static let magic: UInt64 = 0x3130_4C4F_4F50_5354  // "TSPOOL01"
    private static let sequenceOffset = 8
    private static let endOffset = 16

    /// The number of the segment, counted from the first segment that the spool ever had.
    let sequence: UInt64
    let path: String
    let mapping: SegmentMapping
    /// The ranges that were unreadable when the segment was opened, in order.
    let damage: [Range<Int>]
    private let marker: UInt64
    private let endOfRecords: Atomic<Int>
    private let pending: Atomic<Int>
    private let bytesPending: Atomic<Int>
    private let sealed: Atomic<Bool>

    /// Begins a segment in a file whose old content is no longer needed.
    init(beginning sequence: UInt64, path: String, mapping: SegmentMapping) {
        self.sequence = sequence
        self.path = path
        self.mapping = mapping
        marker = RecordLayout.marker(of: sequence)
        damage = []
        endOfRecords = Atomic(Self.headBytes)
        pending = Atomic(0)
        bytesPending = Atomic(0)
        sealed = Atomic(false)
        mapping.base.storeBytes(of: Self.magic.littleEndian, as: UInt64.self)
        mapping.base.storeBytes(of: sequence.littleEndian, toByteOffset: Self.sequenceOffset, as: UInt64.self)
        storeEnd(Self.headBytes)
    }

    /// Opens a segment left by an earlier process. It is sealed: nothing is appended to it.
    init(resuming sequence: UInt64, path: String, mapping: SegmentMapping) {
        self.sequence = sequence
        self.path = path
        self.mapping = mapping
        marker = RecordLayout.marker(of: sequence)
        let scan = SegmentScan(mapping.bytes, sequence: sequence)
        damage = scan.damage
        endOfRecords = Atomic(scan.end)
        pending = Atomic(scan.pendingRecords)
        bytesPending = Atomic(scan.pendingBytes)
        sealed = Atomic(true)
    }

    /// The end of the readable records.
    var end: Int { endOfRecords.load(ordering: .sequentiallyConsistent) }

    /// Records that Kafka has not acknowledged.
    var pendingRecords: Int { pending.load(ordering: .acquiring) }

    /// The size of these records in bytes.
    var pendingBytes: Int { bytesPending.load(ordering: .relaxed) }

    /// Whether appending has ended.
    var isSealed: Bool { sealed.load(ordering: .acquiring) }

    /// Whether the segment is sealed and all of its records are acknowledged.
    var isDone: Bool { isSealed && pendingRecords == 0 }

    /// The end of records in the file's head; nil if the head is invalid or belongs to another segment.
    static func end(in bytes: UnsafeRawBufferPointer, of sequence: UInt64) -> Int? {
        func load(_ offset: Int) -> UInt64 { UInt64(littleEndian: bytes.load(fromByteOffset: offset, as: UInt64.self)) }
        guard bytes.count >= headBytes, load(0) == magic, load(sequenceOffset) == sequence else { return nil }
        guard let end = Int(exactly: load(endOffset)), end >= headBytes, end <= bytes.count else { return nil }
        return end
    }

    // MARK: - The writing thread

    /// Ends the appending.
    func seal() { sealed.store(true, ordering: .releasing) }

    /// Whether a record of this length fits.
    func hasRoom(for length: Int) -> Bool { length <= mapping.count - endOfRecords.load(ordering: .relaxed) }

    /// Appends a record, which must fit.
    func append(
        key: UnsafeRawBufferPointer, headers: KafkaHeaders, headersLength: Int, value: UnsafeRawBufferPointer,
        receiveTime: Int64
    ) {
        let offset = endOfRecords.load(ordering: .relaxed)
        let length = RecordLayout.length(key: key.count, headers: headersLength, value: value.count)
        let record = mapping.base + offset
        let payload = record + RecordLayout.headBytes
        if let base = key.baseAddress { payload.copyMemory(from: base, byteCount: key.count) }
        HeaderCoding.write(headers, to: payload + key.count)
        if let base = value.baseAddress {
            (payload + key.count + headersLength).copyMemory(from: base, byteCount: value.count)
        }
        func store(_ place: Int, _ number: some FixedWidthInteger) {
            record.storeBytes(of: number.littleEndian, toByteOffset: place, as: type(of: number))
        }
        store(RecordLayout.timeOffset, receiveTime)
        store(RecordLayout.valueLengthOffset, UInt32(value.count))
        store(RecordLayout.headersLengthOffset, UInt32(headersLength))
        store(RecordLayout.keyLengthOffset, UInt16(key.count))
        store(RecordLayout.headerCountOffset, UInt16(headers.count))
        store(RecordLayout.stateOffset, UInt32(RecordState.pending.rawValue))
        let checksum = RecordHead.checksum(
            mapping.bytes, at: offset, payload: key.count + headersLength + value.count, marker: marker)
        store(RecordLayout.checksumOffset, checksum)
        store(0, marker)
        pending.add(1, ordering: .relaxed)
        bytesPending.add(length, ordering: .relaxed)
        storeEnd(offset + length)
        // Sequentially consistent, like the reader's transition to sleep: one of the two sees the other.
        endOfRecords.store(offset + length, ordering: .sequentiallyConsistent)
    }

    private func storeEnd(_ end: Int) {
        mapping.base.storeBytes(of: UInt64(end).littleEndian, toByteOffset: Self.endOffset, as: UInt64.self)
    }

    // MARK: - The reading thread

    /// The first pending record at or after `offset`. Moves `offset` past it, or to the end.
    func nextPending(from offset: inout Int) -> SpooledRecord? {
        let end = end
        while offset < end {
            if let hole = damage.first(where: { $0.contains(offset) }) {
                offset = hole.upperBound
                continue
            }
            let start = offset
            offset += RecordHead(mapping.bytes, at: start).length
            if state(at: start) == .pending { return SpooledRecord(self, at: start) }
        }
        return nil
    }

    // MARK: - Any thread

    /// Sets the state of a pending record. Returns false if the record was not pending any more.
    @discardableResult
    func settle(_ offset: Int, as state: RecordState) -> Bool {
        guard offset >= Self.headBytes, offset < end, self.state(at: offset) == .pending else { return false }
        mapping.base.storeBytes(
            of: state.rawValue, toByteOffset: offset + RecordLayout.stateOffset, as: UInt8.self)
        bytesPending.subtract(RecordHead(mapping.bytes, at: offset).length, ordering: .relaxed)
        pending.subtract(1, ordering: .releasing)
        return true
    }

    private func state(at offset: Int) -> RecordState {
        let byte = mapping.base.load(fromByteOffset: offset + RecordLayout.stateOffset, as: UInt8.self)
        return RecordState(rawValue: byte) ?? .pending
    }
}
