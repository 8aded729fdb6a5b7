import CMalloc

/// Gives memory back to the system that was freed but stays with the allocator.
///
/// glibc keeps what was freed in the arena of the thread that had asked for it. After a backlog (Kafka was away, a service
/// began late) each client's threads hold arenas of the size that the backlog had, for good: the normalizer stayed at
/// 200 MB after a minute without Kafka, of which it used 20. `malloc_trim` looks through all arenas
/// (https://man7.org/linux/man-pages/man3/malloc_trim.3.html); it is called only when the process has grown.
enum MemoryTrimmer {
    /// How often the process is looked at.
    private static let intervalMilliseconds = 10_000
    /// How much more than after the last trimming is worth another one.
    private static let factor = 1.25
    /// Growth that is nobody's concern, in bytes.
    private static let slack = 16.0 * 1_048_576

    /// Looks after the process until the shutdown, on a thread of its own.
    static func start(until shutdown: ShutdownSignal) {
        WorkerThread.detach(name: "memory") {
            var trimmed = 0.0
            while !shutdown.wait(milliseconds: intervalMilliseconds) {
                guard ProcessMetrics.residentBytes() > trimmed * factor + slack else { continue }
                malloc_trim(0)
                trimmed = ProcessMetrics.residentBytes()
            }
        }
    }
}
