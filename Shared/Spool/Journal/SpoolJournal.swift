import Base
import Glibc
import Kafka
import Synchronization

/// The journal of one source of records: every record is here from the moment it is appended until Kafka has
/// acknowledged it, in order, in files that outlive the process.
///
/// Three threads share it. The event loop's appends; the drain's asks for the next record, and alone makes, reuses and
/// removes files; the Kafka client's notes what has been acknowledged. The lock guards the list of segments and is taken
/// once a segment by the first two, once a record by the third.
package final class SpoolJournal: @unchecked Sendable {
    /// The segments, oldest first, and what is ready to become one.
    struct State {
        var segments: [SpoolSegment] = []
        var spare: Spare?
        var nextSequence: UInt64 = 1
    }

    /// A file whose blocks are taken.
    struct Spare {
        let path: String
        let mapping: SegmentMapping
    }

    let limits: SpoolLimits
    let folder: SpoolFolder
    let state: Mutex<State>
    /// What was damaged in the files that an earlier process left, by file.
    let damage: [(path: String, bytes: Int)]
    /// Called when a record was appended while the drain sleeps, and when a segment is done.
    let wakeup = Wakeup()
    /// Whether reading is to stop: the newest file is being used up and there is no next one.
    let full = Atomic(false)

    /// The newest segment; the writing thread's alone.
    private var active: SpoolSegment?
    /// Where the drain is; the draining thread's alone.
    var cursor: Cursor
    /// Numbers files that are to become segments.
    let spareNumber = Atomic(0)

    /// A place in the spool.
    struct Cursor {
        var segment: SpoolSegment?
        var offset = SpoolSegment.headBytes
        /// The number of the last segment that was entered.
        var sequence: UInt64 = 0
    }

    /// Opens the spool in a folder, which is made where it is missing. What an earlier process left is found first by
    /// `next`. Throws when the folder cannot be used, or is used by another process.
    init(_ path: String, limits: SpoolLimits) throws(SpoolError) {
        precondition(limits.segmentBytes < SpoolTag.maximumSegmentBytes, "a record's place must fit into its tag")
        self.limits = limits
        folder = try SpoolFolder(path)
        var state = State()
        var damage: [(path: String, bytes: Int)] = []
        for found in try folder.takeStock() {
            state.nextSequence = found.sequence + 1
            guard let mapping = try SegmentMapping.existing(found.path, least: SpoolSegment.headBytes) else {
                // The machine crashed before the file had its length: nothing was in it yet.
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
            // With a full disk what is here still gets to Kafka, which makes room.
            if isEmpty { throw error }
        }
    }

    /// Records that Kafka has not acknowledged.
    var pendingRecords: Int { state.withLock { $0.segments.reduce(0) { $0 + $1.pendingRecords } } }

    /// The room that these records take, in bytes.
    var pendingBytes: Int { state.withLock { $0.segments.reduce(0) { $0 + $1.pendingBytes } } }

    /// What the files take on the disk, in bytes.
    var fileBytes: Int {
        state.withLock { state in
            state.segments.reduce(state.spare?.mapping.count ?? 0) { $0 + $1.mapping.count }
        }
    }

    /// Whether reading is to stop until there is room again.
    var isFull: Bool { full.load(ordering: .acquiring) }

    // MARK: - Writing

    /// Appends a record: copied, and safe from the end of this process when the call returns.
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

    /// Begins a segment in the file that is ready; makes one here only when frames come faster than the drain thread.
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
            // Its head is written before it has its name: a process killed in between leaves no segment without one.
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

    /// Notes what has become of a record; one that is not there any more is none of anybody's business.
    func settle(_ tag: SpoolTag, as outcome: RecordState) {
        let segment = state.withLock { $0.segment(of: tag) }
        guard let segment, segment.settle(tag.offset, as: outcome) else { return }
        if segment.isDone { wakeup.signalIfAsleep() }
    }
}
