import Base
import CMalloc

/// Gives memory back to the system that was freed but stays with the allocator.
///
/// glibc keeps what was freed in the arena of the thread that had asked for it. After a backlog (Kafka was away, a service
/// began late) each client's threads hold arenas of the size that the backlog had, for good: the normalizer stayed at
/// 200 MB after a minute without Kafka, of which it used 20. `malloc_trim` gives back what is free in all arenas
/// (https://man7.org/linux/man-pages/man3/malloc_trim.3.html).
///
/// What counts is what is resident and not in use, not what is resident: a look in the middle of a backlog finds nothing to
/// give back, and the process is as large afterwards. Nor does all that is free go back: what lies between pieces in use, and
/// what is not glibc's (stacks, Arrow's pool). What stayed last time is taken for what will stay.
struct MemoryTrimmer {
    /// How often the process is looked at.
    private static let intervalMilliseconds = 10_000
    /// How much more must be free than stayed last time, in bytes: both looking and trimming walk over all that is free
    /// (4 to 16 ms for 40,000 pieces) and hold one arena after the other.
    private static let slack = 16 << 20

    private var stayed = 0

    /// Looks after the process until the shutdown, on a thread of its own.
    static func start(until shutdown: ShutdownSignal) {
        WorkerThread.detach(name: "memory") {
            var trimmer = MemoryTrimmer()
            while !shutdown.wait(milliseconds: intervalMilliseconds) { trimmer.look() }
        }
    }

    /// Trims if it is worth it.
    mutating func look() {
        let free = Self.freeBytes()
        stayed = min(stayed, free)
        guard free > stayed + Self.slack else { return }
        malloc_trim(0)
        stayed = Self.freeBytes()
    }

    /// Bytes that are resident and that nobody has asked glibc for. Less than they are, or below zero, where memory was asked
    /// for and never touched.
    private static func freeBytes() -> Int {
        let info = mallinfo2()
        return ProcessMetrics.ownBytes() - Int(info.uordblks) - Int(info.hblkhd)
    }
}
