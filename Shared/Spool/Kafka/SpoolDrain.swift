import Base
import Kafka
import Runtime
import Synchronization

/// Moves one spool to Kafka. Its thread passes the records to the Kafka client in order, and records the outcome of each.
///
/// After a temporary failure (a missing topic, a missing permission, a broken client) the failed record and all later ones are
/// published again: once no record is in flight, the thread starts again with the oldest unacknowledged record.
package final class SpoolDrain: @unchecked Sendable {
    package let spool: SpoolJournal
    private let index: Int
    private let facts: SpoolFacts
    private let clock: WallClock
    private let inFlight = Atomic(0)
    private let mustRewind = Atomic(false)
    private let isStopping = Atomic(false)
    private let fullNanoseconds = Atomic<Int64>(0)
    private let fullSince = Atomic<Int64>(0)
    private var thread: WorkerThread?

    // The following properties are used only by the thread.
    private let headers = KafkaHeaders()
    private var retryTime: Int64?
    private var diskRetryTime: Int64?

    /// The maximum number of records between two checks of the files.
    static let batchRecords = 256
    /// How long the thread sleeps while the Kafka client has no room, in milliseconds.
    static let queueFullMilliseconds = 5
    /// The longest sleep when there is nothing to do, in milliseconds. The disk is checked again after it.
    static let idleMilliseconds = 250
    /// The wait before failed records are published again, or a full disk is tried again, in nanoseconds.
    static let retryNanoseconds: Int64 = 1_000_000_000

    /// - Parameter index: the spool's number in its process, part of every record's tag.
    init(_ spool: SpoolJournal, index: Int, facts: SpoolFacts, clock: WallClock) {
        precondition(index < SpoolTag.maximumSpools, "a spool's number must fit into its tags")
        self.spool = spool
        self.index = index
        self.facts = facts
        self.clock = clock
        facts.opened(spool)
    }

    /// How long reading was stopped so far, in seconds.
    var fullSeconds: Double {
        let since = fullSince.load(ordering: .relaxed)
        let now = since == 0 ? 0 : max(0, clock.now() - since)
        return Double(fullNanoseconds.load(ordering: .relaxed) + now) / 1e9
    }

    /// Starts the thread.
    ///
    /// - Parameter onFull: whether reading must stop, on every change, on this thread.
    package func start(
        _ producer: RenewableProducer, topic: String, onFull: @escaping @Sendable (Bool) -> Void
    ) {
        if spool.isFull { reportFull(onFull) }
        thread = WorkerThread(name: "spool") { [self] in
            let topic = RenewableTopic(topic, of: producer)
            while !isStopping.load(ordering: .acquiring) {
                maintain(onFull)
                rest(after: handOver(to: topic))
            }
        }
    }

    /// Stops the thread. Records already passed to the Kafka client stay there.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        spool.wakeup.signalIfAsleep()
        thread.take()?.join()
    }

    /// Logs the remaining records and releases files that are no longer needed. Must be called after the Kafka client is
    /// closed.
    func close() {
        let records = spool.pendingRecords
        if records > 0 { facts.left(records: records, bytes: spool.pendingBytes) }
        spool.close()
    }

    // MARK: - The Kafka client's thread

    /// All in-sync replicas have acknowledged a record.
    func delivered(_ tag: SpoolTag) {
        spool.settle(tag, as: .acknowledged)
        inFlight.subtract(1, ordering: .releasing)
    }

    /// A record was not delivered.
    func failed(_ tag: SpoolTag, _ failure: KafkaDeliveryFailure) {
        if failure.failure.refusesRecord {
            spool.settle(tag, as: .refused)
            facts.lost("\(failure)")
        } else if !failure.failure.isGivenUp {
            facts.retries("\(failure.failure)")
            mustRewind.store(true, ordering: .releasing)
        }
        inFlight.subtract(1, ordering: .releasing)
    }

    // MARK: - The spool's thread

    /// The outcome of a round.
    private enum Outcome {
        /// There may be more.
        case more
        /// There was nothing left.
        case empty
        /// The Kafka client has no room, or the thread must wait for it.
        case blocked
    }

    private func handOver(to topic: RenewableTopic) -> Outcome {
        guard hasRewound() else { return .blocked }
        for _ in 0..<Self.batchRecords {
            guard let record = spool.next() else { return .empty }
            inFlight.add(1, ordering: .relaxed)
            do throws(KafkaError) {
                if try produce(record, to: topic) { continue }
                inFlight.subtract(1, ordering: .relaxed)
                spool.putBack(record)
            } catch {
                inFlight.subtract(1, ordering: .relaxed)
                refused(record, error)
            }
            return .blocked
        }
        return .more
    }

    private func produce(_ record: SpooledRecord, to topic: RenewableTopic) throws(KafkaError) -> Bool {
        record.fill(headers)
        let tag = SpoolTag(spool: index, sequence: record.segment.sequence, offset: record.offset)
        return try topic.tryProduce(
            key: record.key, value: record.value, headers: headers,
            timestampMilliseconds: record.receiveTime / 1_000_000, tag: tag.number)
    }

    private func refused(_ record: SpooledRecord, _ error: KafkaError) {
        if error.failure?.refusesRecord == true {
            let tag = SpoolTag(spool: index, sequence: record.segment.sequence, offset: record.offset)
            spool.settle(tag, as: .refused)
            facts.lost("\(error)")
            return
        }
        facts.retries("\(error)")
        mustRewind.store(true, ordering: .relaxed)
    }

    /// Goes back to the oldest record after a failure, once no record is in flight and some time has passed. Returns false
    /// until then.
    private func hasRewound() -> Bool {
        guard mustRewind.load(ordering: .acquiring) else { return true }
        guard inFlight.load(ordering: .acquiring) == 0 else { return false }
        guard let time = retryTime else {
            retryTime = clock.now() + Self.retryNanoseconds
            return false
        }
        guard isOver(time) else { return false }
        retryTime = nil
        mustRewind.store(false, ordering: .relaxed)
        spool.rewind()
        return true
    }

    /// Whether a deadline that was `retryNanoseconds` ahead has passed. A clock that is set back must not cause an endless
    /// wait.
    private func isOver(_ time: Int64) -> Bool {
        let now = clock.now()
        return now >= time || now < time - Self.retryNanoseconds
    }

    private func rest(after outcome: Outcome) {
        switch outcome {
        case .more: return
        case .empty:
            spool.wakeup.sleep(milliseconds: Self.idleMilliseconds) {
                spool.hasNext || isStopping.load(ordering: .sequentiallyConsistent)
            }
        case .blocked:
            // Frames must not wake the thread here, because it waits for Kafka.
            Wakeup.rest(milliseconds: Self.queueFullMilliseconds)
        }
    }

    private func maintain(_ onFull: (Bool) -> Void) {
        let wasFull = fullSince.load(ordering: .relaxed) != 0
        do throws(SpoolError) {
            let asksDisk = diskRetryTime.map { isOver($0) } ?? true
            if asksDisk { diskRetryTime = nil }
            try spool.maintain(asksDisk: asksDisk)
        } catch {
            diskRetryTime = clock.now() + Self.retryNanoseconds
            facts.diskRefused(error)
        }
        guard spool.isFull != wasFull else { return }
        if wasFull { reportRoom(onFull) } else { reportFull(onFull) }
    }

    private func reportFull(_ onFull: (Bool) -> Void) {
        fullSince.store(clock.now(), ordering: .relaxed)
        facts.becameFull(limitBytes: spool.limits.totalBytes)
        onFull(true)
    }

    private func reportRoom(_ onFull: (Bool) -> Void) {
        let nanoseconds = max(0, clock.now() - fullSince.exchange(0, ordering: .relaxed))
        fullNanoseconds.add(nanoseconds, ordering: .relaxed)
        facts.hasRoom(afterMilliseconds: nanoseconds / 1_000_000)
        onFull(false)
    }
}
