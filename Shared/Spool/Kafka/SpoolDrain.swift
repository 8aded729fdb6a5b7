import Base
import Kafka
import Runtime
import Synchronization

/// Moves one spool to Kafka: a thread that hands over record after record, in order, and takes note of what has become
/// of them.
///
/// What fails for a reason that may pass (a topic that is missing, rights, a client that broke) is published again, and all behind it too:
/// once nothing is on its way any more, the thread begins again with the oldest record that was not acknowledged.
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

    // From here on: the thread's alone.
    private let headers = KafkaHeaders()
    private var retryTime: Int64?
    private var diskRetryTime: Int64?

    /// Most records that are handed over between two looks at the files.
    static let batchRecords = 256
    /// How long the thread sleeps while Kafka's client has no room, in milliseconds.
    static let queueFullMilliseconds = 5
    /// How long it sleeps at most when there is nothing to do, in milliseconds: the disk is asked again then.
    static let idleMilliseconds = 250
    /// How long it waits before it publishes again what failed, or asks a full disk again, in nanoseconds.
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

    /// Ends the thread; what was handed over stays handed over.
    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        spool.wakeup.signalIfAsleep()
        thread.take()?.join()
    }

    /// Says what stays, and gives back the files that nobody needs. After the Kafka client's end.
    func close() {
        let records = spool.pendingRecords
        if records > 0 { facts.left(records: records, bytes: spool.pendingBytes) }
        spool.close()
    }

    // MARK: - The Kafka client's thread

    /// A record is in all in-sync replicas.
    func delivered(_ tag: SpoolTag) {
        spool.settle(tag, as: .acknowledged)
        inFlight.subtract(1, ordering: .releasing)
    }

    /// A record is not.
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

    /// How a round of handing over ended.
    private enum Outcome {
        /// There may be more.
        case more
        /// There was nothing left.
        case empty
        /// Kafka's client has no room, or has to be waited for.
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

    /// Goes back to the oldest record after a failure, once nothing is on its way and some time has passed. False while
    /// that is to be waited for.
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

    /// Whether a time has come that was set `retryNanoseconds` ahead. A clock that was set back must not make it wait for
    /// ever.
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
            // Not woken by frames, of which there may be many: it is Kafka that is waited for.
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
