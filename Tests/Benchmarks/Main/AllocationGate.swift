/// Holds what a frame asks of the heap against a limit: decoders, books and documents reuse their memory.
///
/// Judged is the second half of a session, when buffers have grown and first snapshots are in. What is left then is a book
/// that grows: a block of far levels, a wider window.
struct AllocationGate {
    /// Heap requests a frame at most.
    static let limit = 0.05
    /// Shorter recordings are not judged: their second half is still first snapshots.
    static let leastFrames = 500

    /// What was above the limit, one a line.
    private(set) var failures: [String] = []

    /// Judges one stage of one recording.
    mutating func judge(_ name: String, stage: DecodeBench.Stage, _ measurement: Measurement) {
        guard measurement.steadyFrames * 2 >= Self.leastFrames else { return }
        judge("\(name) \(stage)", requests: measurement.steadyAllocations, frames: measurement.steadyFrames)
    }

    /// Judges a count of heap requests.
    mutating func judge(_ what: String, requests: UInt64, frames: Int) {
        let each = Double(requests) / Double(frames)
        if each > Self.limit { failures.append("\(what): \(each) heap requests a frame, at most \(Self.limit)") }
    }

    /// Throws when anything was above the limit.
    func finish() throws(BenchError) {
        guard failures.isEmpty else { throw .tooManyAllocations(failures) }
    }
}
