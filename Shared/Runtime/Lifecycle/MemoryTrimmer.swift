import Base
import CMalloc

/// Returns freed memory from the allocator to the system.
///
/// glibc keeps freed memory in the arena of the thread that allocated it. After a backlog (Kafka was unavailable, a service
/// started late) the arenas of each client's threads permanently keep the size of the backlog: the normalizer stayed at 200 MB
/// after a minute without Kafka, of which it used 20. `malloc_trim` returns the free memory of all arenas
/// (https://man7.org/linux/man-pages/man3/malloc_trim.3.html).
///
/// The relevant amount is memory that is resident but not in use: in the middle of a backlog there is nothing to return,
/// although the process is large. Not all free memory can be returned: gaps between allocations, and memory that does not
/// belong to glibc (stacks, Arrow's pool). The amount that remained last time is expected to remain again.
struct MemoryTrimmer {
    /// The interval of checks.
    private static let intervalMilliseconds = 10_000
    /// How much more must be free than remained last time, in bytes. Both measuring and trimming walk over all free pieces (4
    /// to 16 ms for 40,000) and lock one arena after the other.
    private static let slack = 16 << 20

    private var stayed = 0

    /// Runs until the shutdown, on its own thread.
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

    /// Resident bytes that are not allocated from glibc. The value is too small, or even negative, if memory was allocated but
    /// never touched.
    private static func freeBytes() -> Int {
        let info = mallinfo2()
        return ProcessMetrics.ownBytes() - Int(info.uordblks) - Int(info.hblkhd)
    }
}
