import Glibc
import Synchronization

/// The file operations of the draining thread.
extension SpoolJournal {
    /// The next record that has not been sent to Kafka, in the order of appending; nil if there is none yet.
    func next() -> SpooledRecord? {
        while true {
            if let segment = cursor.segment {
                let wasSealed = segment.isSealed
                if let record = segment.nextPending(from: &cursor.offset) { return record }
                guard wasSealed else {
                    // The segment was sealed after its records were checked, so check for the last appended ones again.
                    if segment.isSealed { continue }
                    return nil
                }
            }
            let sequence = cursor.sequence
            guard let later = state.withLock({ $0.segments.first { $0.sequence > sequence } }) else { return nil }
            cursor = Cursor(segment: later, sequence: later.sequence)
        }
    }

    /// Whether `next` would return a record or move to another segment.
    var hasNext: Bool {
        if let segment = cursor.segment, cursor.offset < segment.end { return true }
        let sequence = cursor.sequence
        return state.withLock { ($0.segments.last?.sequence ?? 0) > sequence }
    }

    /// Moves back before the last record from `next`, which Kafka's client did not accept.
    func putBack(_ record: SpooledRecord) { cursor.offset = record.offset }

    /// Starts again with the oldest unacknowledged record.
    func rewind() { cursor = Cursor() }

    /// Reuses or removes files that are no longer needed, and prepares the next file in time.
    ///
    /// Sets `isFull`. Throws if the disk is the reason, not the limit.
    ///
    /// - Parameter asksDisk: whether a new file may be created; finished files are reused in any case.
    func maintain(asksDisk: Bool = true) throws(SpoolError) {
        let done = state.withLock { state in
            let done = state.segments.filter(\.isDone)
            if !done.isEmpty { state.segments.removeAll(where: \.isDone) }
            return done
        }
        // From here on the file of a finished segment may be overwritten, so it must not be read any more.
        if cursor.segment?.isDone == true { cursor.segment = nil }
        for segment in done { retire(segment) }
        do throws(SpoolError) {
            full.store(try !isReady(asksDisk: asksDisk), ordering: .releasing)
        } catch {
            full.store(true, ordering: .releasing)
            throw error
        }
    }

    /// Whether there is room for the current and the next frames.
    private func isReady(asksDisk: Bool) throws(SpoolError) -> Bool {
        let (needsSpare, mayMakeOne) = state.withLock { state in
            let newest = state.segments.last.flatMap { $0.isSealed ? nil : $0 }
            let used = newest.map(\.end) ?? limits.segmentBytes
            return (state.spare == nil && used > limits.readyBytes, state.segments.count < limits.segments)
        }
        guard needsSpare else { return true }
        guard mayMakeOne, asksDisk else { return false }
        // Created outside the lock, because the event loop may need the lock. It may have created one itself.
        let made = try makeSpare()
        let isTaken = state.withLock { state in
            guard state.spare == nil else { return false }
            state.spare = made
            return true
        }
        if !isTaken { unlink(made.path) }
        return true
    }

    private func retire(_ segment: SpoolSegment) {
        let reuses = state.withLock { $0.spare == nil && segment.mapping.count == limits.segmentBytes }
        guard reuses else {
            unlink(segment.path)
            return
        }
        let spare = Spare(path: nextSparePath(), mapping: segment.mapping)
        guard rename(segment.path, spare.path) == 0 else {
            unlink(segment.path)
            return
        }
        let isTaken = state.withLock { state in
            guard state.spare == nil else { return false }
            state.spare = spare
            return true
        }
        if !isTaken { unlink(spare.path) }
    }

    /// A new file of segment length with preallocated blocks.
    func makeSpare() throws(SpoolError) -> Spare {
        let path = nextSparePath()
        return Spare(path: path, mapping: try SegmentMapping.create(path, count: limits.segmentBytes))
    }

    private func nextSparePath() -> String {
        folder.sparePath(spareNumber.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Closes the spool. An empty spool leaves no segment behind. Another producer may open it afterwards.
    func close() {
        state.withLock { state in
            for segment in state.segments where segment.pendingRecords == 0 { unlink(segment.path) }
            state.segments.removeAll { $0.pendingRecords == 0 }
            if let spare = state.spare.take() { unlink(spare.path) }
        }
        folder.unlock()
    }
}

extension SpoolJournal.Spare {
    /// Renames the file to its segment name. If it returns false, `errno` has the reason.
    func rename(to path: String) -> Bool { Glibc.rename(self.path, path) == 0 }
}

extension SpoolJournal.State {
    /// The segment that holds a record.
    func segment(of tag: SpoolTag) -> SpoolSegment? {
        guard let first = segments.first?.sequence else { return nil }
        let sequence = first + UInt64(tag.segments(behind: first))
        var low = 0
        var high = segments.count
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].sequence < sequence { low = middle + 1 } else { high = middle }
        }
        return low < segments.count && segments[low].sequence == sequence ? segments[low] : nil
    }
}
