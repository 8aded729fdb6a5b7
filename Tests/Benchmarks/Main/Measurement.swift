import CAllocations
import Dispatch

/// The cost of one pass over a recording.
///
/// A pass is timed in slices of a few dozen frames, and the fastest pass counts for each slice: every pass does the same work,
/// and other programs only add to its time. On a busy machine a whole pass is rarely undisturbed, but a slice often is. Wall
/// time is used, because on a virtual machine the clocks of threads subtract time that the host took, sometimes more than it
/// was.
struct Measurement {
    /// The number of frames per slice.
    static let sliceLength = 64

    /// The nanoseconds of a pass: the sum of the slices.
    private(set) var nanoseconds: UInt64
    /// The heap requests of the last pass, when all buffers have grown.
    private(set) var allocations: UInt64
    /// The heap requests of the second half of the last pass: the continuing cost of frames in a running session.
    private(set) var steadyAllocations: UInt64
    /// The number of frames in that half.
    private(set) var steadyFrames: Int
    /// The number of passes.
    private(set) var passes: Int

    /// Makes passes over frames 0..<`count` for at least `seconds`, and at least five. The time of `prepare`, which is called
    /// before each pass, is not measured.
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
