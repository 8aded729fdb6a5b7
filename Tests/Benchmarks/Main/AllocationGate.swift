/// Compares the heap requests per frame with a limit: decoders, books and documents reuse their memory.
///
/// It uses the second half of a session, after buffers have grown and the first snapshots have arrived. The remaining requests
/// come from a growing book: a block of distant levels, or a larger window.
struct AllocationGate {
    /// The maximum number of heap requests per frame.
    static let limit = 0.05
    /// Shorter recordings are not checked: their second half still consists of first snapshots.
    static let leastFrames = 500

    /// A line for each measurement above the limit.
    private(set) var failures: [String] = []

    /// Checks one stage of one recording.
    mutating func judge(_ name: String, stage: DecodeBench.Stage, _ measurement: Measurement) {
        guard measurement.steadyFrames * 2 >= Self.leastFrames else { return }
        judge("\(name) \(stage)", requests: measurement.steadyAllocations, frames: measurement.steadyFrames)
    }

    /// Checks a number of heap requests.
    mutating func judge(_ what: String, requests: UInt64, frames: Int) {
        let each = Double(requests) / Double(frames)
        if each > Self.limit { failures.append("\(what): \(each) heap requests a frame, at most \(Self.limit)") }
    }

    /// Throws if anything exceeded the limit.
    func finish() throws(BenchError) {
        guard failures.isEmpty else { throw .tooManyAllocations(failures) }
    }
}
