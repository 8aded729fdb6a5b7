import Base
import Runtime
import Synchronization

/// Entries of a queue that several threads process. The first failure of the store ends it, because the rest would fail too.
final class UploadBatch: Sendable {
    private struct Values {
        var next = 0
        var done = 0
        var isStopped = false
    }

    private let entries: [FileQueue.Entry]
    private let values = Mutex(Values())

    /// A file that is in the queue twice is processed once; the next batch finds the other entry.
    private init(_ entries: [FileQueue.Entry]) {
        var paths: Set<String> = []
        self.entries = entries.filter { paths.insert($0.path).inserted }
    }

    /// Calls `work` with each entry, on at most `threads` threads, and returns when all are finished.
    ///
    /// - Parameter work: processes an entry; false ends the batch.
    /// - Returns: the number of processed entries, and whether the batch was completed.
    static func run(
        _ entries: [FileQueue.Entry], threads: Int, until shutdown: ShutdownSignal,
        _ work: @escaping @Sendable (FileQueue.Entry) -> Bool
    ) -> (done: Int, isWhole: Bool) {
        let batch = UploadBatch(entries)
        onThreads(min(threads, entries.count)) {
            while !shutdown.isRequested, let entry = batch.take() { batch.finished(work(entry)) }
        }
        return batch.values.withLock { ($0.done, !$0.isStopped) }
    }

    private func take() -> FileQueue.Entry? {
        values.withLock { values in
            guard !values.isStopped, values.next < entries.count else { return nil }
            defer { values.next += 1 }
            return entries[values.next]
        }
    }

    private func finished(_ isDone: Bool) {
        values.withLock { values in
            if isDone { values.done += 1 } else { values.isStopped = true }
        }
    }

    private static func onThreads(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        guard count > 0 else { return }
        let thread = WorkerThread(name: "upload-\(count)", body)
        onThreads(count - 1, body)
        thread.join()
    }
}
