import CAllocations
import Dispatch

/// What one pass over a recording cost.
///
/// A pass is timed in slices of a few dozen frames, and of each slice the fastest pass counts: every pass does the same work,
/// and other programs only ever add to it. A whole pass is rarely left alone on a busy machine, a slice soon is. The clock is the
/// wall's, since on a virtual machine the clocks of threads give back time that the host took, at times more than it was.
struct Measurement {
    /// Frames in a slice.
    static let sliceLength = 64

    /// Nanoseconds of a pass: the sum of the slices.
    private(set) var nanoseconds: UInt64
    /// Heap requests of the last pass, when all buffers have grown.
    private(set) var allocations: UInt64
    /// Heap requests of the second half of the last pass: what a frame goes on to cost once a session is under way.
    private(set) var steadyAllocations: UInt64
    /// Frames in that half.
    private(set) var steadyFrames: Int
    /// Passes made.
    private(set) var passes: Int

    /// Makes passes over frames 0..<`count` for at least `seconds`, and at least five. What `prepare` does before each pass is
    /// not measured.
    static func of(
        count: Int, seconds: Double, prepare: () -> Void, frames: (Range<Int>) -> Void
    ) -> Measurement {
        var best = [UInt64](repeating: .max, count: (count + sliceLength - 1) / sliceLength)
        var allocations: UInt64 = 0
        var steady: UInt64 = 0
        var passes = 0
        let start = DispatchTime.now().uptimeNanoseconds
        while passes < 5 || Double(DispatchTime.now().uptimeNanoseconds - start) < seconds * 1e9 {
            prepare()
            let allocationsBefore = tapedeck_allocation_count()
            var before = DispatchTime.now().uptimeNanoseconds
            for slice in best.indices {
                if slice == best.count / 2 { steady = tapedeck_allocation_count() }
                frames(slice * sliceLength..<min(count, (slice + 1) * sliceLength))
                let after = DispatchTime.now().uptimeNanoseconds
                best[slice] = min(best[slice], after - before)
                before = after
            }
            allocations = tapedeck_allocation_count() - allocationsBefore
            steady = tapedeck_allocation_count() - steady
            passes += 1
        }
        return Measurement(
            nanoseconds: best.reduce(0, +), allocations: allocations, steadyAllocations: steady,
            steadyFrames: count - best.count / 2 * sliceLength, passes: passes)
    }
}
