import Glibc
import Synchronization

/// What the draining thread does with the files.
extension SpoolJournal {
    /// The next record that Kafka has not got, in the order in which they were appended; nil when there is none yet.
    func next() -> SpooledRecord? {
        while true {
            if let segment = cursor.segment {
                let wasSealed = segment.isSealed
                if let record = segment.nextPending(from: &cursor.offset) { return record }
                guard wasSealed else {
                    // Sealed between the look at its records and now: what was appended last is looked for once more.
                    if segment.isSealed { continue }
                    return nil
                }
            }
            let sequence = cursor.sequence
            guard let later = state.withLock({ $0.segments.first { $0.sequence > sequence } }) else { return nil }
            cursor = Cursor(segment: later, sequence: later.sequence)
        }
    }

    /// Whether `next` would give one, or look further.
    var hasNext: Bool {
        if let segment = cursor.segment, cursor.offset < segment.end { return true }
        let sequence = cursor.sequence
        return state.withLock { ($0.segments.last?.sequence ?? 0) > sequence }
    }

    /// Steps back before a record that `next` gave last and that could not be handed over.
    func putBack(_ record: SpooledRecord) { cursor.offset = record.offset }

    /// Begins again with the oldest record that Kafka has not got.
    func rewind() { cursor = Cursor() }

    /// Reuses or removes files that nobody needs any more, and makes the next one ready in time.
    ///
    /// Sets `isFull`; throws when the reason is the disk and not the limit.
    ///
    /// - Parameter asksDisk: whether a new file may be made; one that is done is used again in any case.
    func maintain(asksDisk: Bool = true) throws(SpoolError) {
        let done = state.withLock { state in
            let done = state.segments.filter(\.isDone)
            if !done.isEmpty { state.segments.removeAll(where: \.isDone) }
            return done
        }
        // The file of a segment that is done may be written anew from here on: nobody may look into it any more.
        if cursor.segment?.isDone == true { cursor.segment = nil }
        for segment in done { retire(segment) }
        do throws(SpoolError) {
            full.store(try !isReady(asksDisk: asksDisk), ordering: .releasing)
        } catch {
            full.store(true, ordering: .releasing)
            throw error
        }
    }

    /// Whether frames that come now and next find room.
    private func isReady(asksDisk: Bool) throws(SpoolError) -> Bool {
        let (needsSpare, mayMakeOne) = state.withLock { state in
            let newest = state.segments.last.flatMap { $0.isSealed ? nil : $0 }
            let used = newest.map(\.end) ?? limits.segmentBytes
            return (state.spare == nil && used > limits.readyBytes, state.segments.count < limits.segments)
        }
        guard needsSpare else { return true }
        guard mayMakeOne, asksDisk else { return false }
        // Made outside the lock, which the event loop may want meanwhile; it may have made one itself then.
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

    /// A file of a segment's length with its blocks taken.
    func makeSpare() throws(SpoolError) -> Spare {
        let path = nextSparePath()
        return Spare(path: path, mapping: try SegmentMapping.create(path, count: limits.segmentBytes))
    }

    private func nextSparePath() -> String {
        folder.sparePath(spareNumber.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    /// Ends the use of the spool: an empty one leaves no segment behind, and another producer may open it.
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
    /// Gives the file its name as a segment. False leaves the reason in `errno`.
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
