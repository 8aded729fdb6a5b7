import Base
import Dispatch
import Kafka
import Runtime
import Streams
import Synchronization

/// Dedup's two producers in turn: while one commits, the other takes what comes next.
///
/// A commit is several round trips, and after it the broker still writes markers, during which the same transactional id
/// is told to wait (`CONCURRENT_TRANSACTIONS`, which librdkafka asks again after 20 ms). With one producer nothing would
/// flow meanwhile.
///
/// The order stays: a transaction is in the log as a whole before the next one begins (``commit(_:of:)`` flushes first), and
/// it commits before the next one does. If it fails, so does the next one: both are abandoned with the session.
///
/// All is called by one thread; the committing one meets the transaction that it was given and `progress` alone.
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

    /// The one that takes records.
    var current: DedupOutput { outputs[place] }

    /// Registers both transactional ids: what earlier processes left open is taken back, and they are fenced.
    ///
    /// - Parameters:
    ///   - forgotten: finds what the broker does not take back.
    ///   - consumer: of the group, before it has joined.
    /// - Returns: the partitions in which a transaction was open still.
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

    /// Whether a commit is under way.
    ///
    /// - Throws: what ended an earlier commit.
    func isCommitting() throws(KafkaError) -> Bool {
        let progress = progress.withLock { $0 }
        if let failure = progress.failure { throw failure }
        return progress.isCommitting
    }

    /// Commits what was written, with the consumer's progress, while the other producer takes over; waits for an earlier
    /// commit.
    ///
    /// Everything is in the log before the offsets are sent. So whoever takes a partition over finds, once the group
    /// accepts no more offsets of ours, either all of our state or none that will ever be committed.
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

    /// Waits until the commit under way has ended.
    ///
    /// - Throws: what ended it, if it failed.
    func finish() throws(KafkaError) {
        committer.sync {}
        _ = try isCommitting()
    }

    /// Ends after everything was committed; what is still open is taken back.
    func close() {
        for output in outputs { _ = output.transaction.producer.close(timeoutMilliseconds: 10_000) }
    }

    /// Takes back what is open, as far as the broker can be reached.
    func abandon() {
        committer.sync {}
        for output in outputs { output.transaction.abandon() }
    }
}
