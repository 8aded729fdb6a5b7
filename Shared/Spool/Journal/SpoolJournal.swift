import Base
import Glibc
import Kafka
import Synchronization

/// The journal of one source of records. It holds each record, in order, from its append until Kafka has acknowledged it. Its
/// files survive the process.
///
/// Three threads share it. The event loop appends records. The drain thread reads the next record; only it creates, reuses and
/// removes files. The Kafka client's thread records acknowledgements. The lock guards the list of segments. The first two
/// threads take it once per segment, the third one once per record.
package final class SpoolJournal: @unchecked Sendable {
    /// The segments, oldest first, and the spare file.
    struct State {
        var segments: [SpoolSegment] = []
        var spare: Spare?
        var nextSequence: UInt64 = 1
    }

    /// A file with preallocated blocks.
    struct Spare {
        let path: String
        let mapping: SegmentMapping
    }

    let limits: SpoolLimits
    let folder: SpoolFolder
    let state: Mutex<State>
    /// The damaged bytes in each file that an earlier process left.
    let damage: [(path: String, bytes: Int)]
    /// Wakes the sleeping drain when a record is appended, and when a segment is finished.
    let wakeup = Wakeup()
    /// Whether reading must stop, because the newest file is filling up and there is no next one.
    let full = Atomic(false)

    /// The newest segment; used only by the writing thread.
    private var active: SpoolSegment?
    /// The position of the drain; used only by the draining thread.
    var cursor: Cursor
    /// The number of the next spare file.
    let spareNumber = Atomic(0)

    /// A position in the spool.
    struct Cursor {
        var segment: SpoolSegment?
        var offset = SpoolSegment.headBytes
        /// The number of the current segment.
        var sequence: UInt64 = 0
    }

    /// Opens the spool in a folder and creates the folder if it is missing. `next` returns the records of an earlier process
    /// first. Throws if the folder cannot be used, or is in use by another process.
    init(_ path: String, limits: SpoolLimits) throws(SpoolError) {
        precondition(limits.segmentBytes < SpoolTag.maximumSegmentBytes, "a record's place must fit into its tag")
        self.limits = limits
        folder = try SpoolFolder(path)
        var state = State()
        var damage: [(path: String, bytes: Int)] = []
        for found in try folder.takeStock() {
            state.nextSequence = found.sequence + 1
            guard let mapping = try SegmentMapping.existing(found.path, least: SpoolSegment.headBytes) else {
                // The machine crashed before the file had its full length, so it contains no records.
                damage.append((found.path, 0))
                unlink(found.path)
                continue
            }
            let segment = SpoolSegment(resuming: found.sequence, path: found.path, mapping: mapping)
            let bytes = segment.damage.reduce(0) { $0 + $1.count }
            if bytes > 0 { damage.append((found.path, bytes)) }
            state.segments.append(segment)
        }
        self.damage = damage
        let isEmpty = state.segments.isEmpty
        self.state = Mutex(state)
        cursor = Cursor()
        do throws(SpoolError) {
            try maintain()
        } catch {
            // On a full disk the existing records are still sent to Kafka, which frees space.
            if isEmpty { throw error }
        }
    }

    /// Records that Kafka has not acknowledged.
    var pendingRecords: Int { state.withLock { $0.segments.reduce(0) { $0 + $1.pendingRecords } } }

    /// The size of these records in bytes.
    var pendingBytes: Int { state.withLock { $0.segments.reduce(0) { $0 + $1.pendingBytes } } }

    /// The disk space of the files in bytes.
    var fileBytes: Int {
        state.withLock { state in
            state.segments.reduce(state.spare?.mapping.count ?? 0) { $0 + $1.mapping.count }
        }
    }

    /// Whether reading must stop until there is room again.
    var isFull: Bool { full.load(ordering: .acquiring) }

    // MARK: - Writing

    /// Appends a copy of a record. When the call returns, the record survives the end of this process.
    ///
    /// - Parameter receiveTime: nanoseconds since 1970; becomes the timestamp of the record on Kafka.
    func append(
        key: UnsafeRawBufferPointer, headers: KafkaHeaders, value: UnsafeRawBufferPointer, receiveTime: Int64
    ) throws(SpoolError) {
        let sizes = HeaderCoding.length(of: headers)
        let bytes = key.count + (sizes ?? RecordLayout.maximumPartBytes + 1) + value.count
        guard let headersLength = sizes, bytes <= limits.recordBytes, key.count <= RecordLayout.maximumPartBytes else {
            throw .tooLarge(bytes: bytes, limit: limits.recordBytes)
        }
        let length = RecordLayout.length(key: key.count, headers: headersLength, value: value.count)
        guard length <= limits.segmentBytes - SpoolSegment.headBytes else {
            throw .tooLarge(bytes: bytes, limit: limits.segmentBytes - SpoolSegment.headBytes)
        }
        let segment = try segment(for: length)
        segment.append(
            key: key, headers: headers, headersLength: headersLength, value: value, receiveTime: receiveTime)
        wakeup.signalIfAsleep()
    }

    private func segment(for length: Int) throws(SpoolError) -> SpoolSegment {
        if let active, active.hasRoom(for: length) { return active }
        let next = try begin()
        active?.seal()
        active = next
        wakeup.signalIfAsleep()
        return next
    }

    /// Begins a segment in the spare file. Creates a file here only if frames come faster than the drain thread prepares one.
    private func begin() throws(SpoolError) -> SpoolSegment {
        try state.withLock { (state) throws(SpoolError) in
            if state.spare == nil {
                guard state.segments.count < limits.segments else {
                    throw .full(limitBytes: limits.segments * limits.segmentBytes)
                }
                state.spare = try makeSpare()
            }
            guard let spare = state.spare.take() else { throw .full(limitBytes: limits.totalBytes) }
            let path = folder.segmentPath(state.nextSequence)
            // The head is written before the rename, so a process killed in between leaves no segment without a head.
            let segment = SpoolSegment(beginning: state.nextSequence, path: path, mapping: spare.mapping)
            guard spare.rename(to: path) else {
                state.spare = spare
                throw .disk("rename", spare.path, errno)
            }
            state.nextSequence += 1
            state.segments.append(segment)
            return segment
        }
    }

    // MARK: - Any thread

    /// Sets the state of a record. Does nothing if its segment no longer exists.
    func settle(_ tag: SpoolTag, as outcome: RecordState) {
        let segment = state.withLock { $0.segment(of: tag) }
        guard let segment, segment.settle(tag.offset, as: outcome) else { return }
        if segment.isDone { wakeup.signalIfAsleep() }
    }
}
