import Base
import Dispatch
import Kafka
import Runtime
import Streams
import Synchronization

/// Dedup's two producers, used alternately: while one commits, the other accepts the next records.
///
/// A commit takes several round trips. After it the broker still writes markers, and the same transactional id must wait
/// meanwhile (`CONCURRENT_TRANSACTIONS`, which librdkafka retries after 20 ms). With one producer the stream would stop during
/// that time.
///
/// The order is preserved: a transaction is completely in the log before the next one begins (``commit(_:of:)`` flushes first),
/// and it commits before the next one does. If it fails, the next one fails too, and both are abandoned with the session.
///
/// All methods are called on one thread. The committing thread only uses the transaction it was given and `progress`.
final class OutputPair: @unchecked Sendable {
    private struct Progress {
        var isCommitting = false
        var failure: KafkaError?
    }

    private let outputs: [DedupOutput]
    private var place = 0
    private let committer = DispatchQueue(label: "dedup.commit")
    private let progress = Mutex(Progress())
    private let times: CommitTimes
    private let clock: WallClock

    init(_ outputs: [DedupOutput], times: CommitTimes, clock: WallClock) {
        self.outputs = outputs
        self.times = times
        self.clock = clock
    }

    /// The producer that accepts records.
    var current: DedupOutput { outputs[place] }

    /// Registers both transactional ids. This aborts the open transactions of earlier processes and fences those processes.
    ///
    /// - Parameters:
    ///   - forgotten: finds the transactions that the broker does not abort.
    ///   - consumer: a consumer of the group that has not joined yet.
    /// - Returns: the partitions in which a transaction was still open.
    func register(
        _ forgotten: ForgottenTransactions, _ consumer: KafkaConsumer
    ) throws(KafkaError) -> [KafkaPosition] {
        for output in outputs { try output.transaction.register() }
        let open = try forgotten.openPartitions()
        if !open.isEmpty {
            for output in outputs { try output.end(open, consumer) }
        }
        return open
    }

    /// Whether a commit is running.
    ///
    /// - Throws: the error of an earlier commit.
    func isCommitting() throws(KafkaError) -> Bool {
        let progress = progress.withLock { $0 }
        if let failure = progress.failure { throw failure }
        return progress.isCommitting
    }

    /// Commits the written records and the consumer's offsets, while the other producer takes over. Waits for an earlier
    /// commit.
    ///
    /// All records are in the log before the offsets are sent. When the group no longer accepts our offsets, the next owner of
    /// a partition therefore finds either all of our state or none that will ever be committed.
    func commit(_ positions: [KafkaPosition], of consumer: KafkaConsumer) throws(KafkaError) {
        try finish()
        let transaction = current.transaction
        let start = clock.now()
        try transaction.begin()
        try transaction.flush()
        times.flush.observe(Double(clock.now() - start) / 1e9)
        place = (place + 1) % outputs.count
        progress.withLock { $0.isCommitting = true }
        committer.async { [self] in
            do throws(KafkaError) {
                try transaction.commit(positions, of: consumer)
                times.commit.observe(Double(clock.now() - start) / 1e9)
                progress.withLock { $0.isCommitting = false }
            } catch {
                progress.withLock { $0 = Progress(isCommitting: false, failure: error) }
            }
        }
    }

    /// Waits until the running commit has ended.
    ///
    /// - Throws: the error of the commit, if it failed.
    func finish() throws(KafkaError) {
        committer.sync {}
        _ = try isCommitting()
    }

    /// Ends after everything was committed, and aborts a transaction that is still open.
    func close() {
        for output in outputs { _ = output.transaction.producer.close(timeoutMilliseconds: 10_000) }
    }

    /// Aborts the open transactions if the broker can be reached.
    func abandon() {
        committer.sync {}
        for output in outputs { output.transaction.abandon() }
    }
}
