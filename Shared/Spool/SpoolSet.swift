package import Base
package import Kafka
package import Runtime

/// The spools of one process, one for each source of records. It passes Kafka's acknowledgements to them.
package final class SpoolSet: Sendable {
    private let drains: [SpoolDrain]
    private let clock: WallClock

    /// How long a stopping process waits for Kafka to accept the records in the spools, in milliseconds. Remaining records stay
    /// in the spools and are not lost.
    package static let finishMilliseconds = 5_000

    /// Opens every spool; throws if one cannot be used.
    ///
    /// - Parameter lost: counts each record that Kafka will never accept.
    package init(
        _ owners: [SpoolOwner], _ config: SpoolConfig, lost: Fact, logger: Logger, metrics: MetricsRegistry,
        clock: WallClock
    ) throws(SpoolError) {
        self.clock = clock
        var drains: [SpoolDrain] = []
        for (index, owner) in owners.enumerated() {
            let path = config.directory + "/" + SpoolFolder.name(of: owner.parts)
            let facts = SpoolFacts(owner, lost: lost, logger: logger, metrics: metrics)
            let drain = SpoolDrain(
                try SpoolJournal(path, limits: config.limits), index: index, facts: facts, clock: clock)
            Self.show(drain, in: metrics, labels: owner.labels)
            drains.append(drain)
        }
        self.drains = drains
    }

    /// The drain of the spool with this index.
    package subscript(index: Int) -> SpoolDrain { drains[index] }

    /// Records that Kafka has not acknowledged, all spools together.
    package var pendingRecords: Int { drains.reduce(0) { $0 + $1.spool.pendingRecords } }

    /// A record that Kafka has acknowledged.
    package func delivered(_ delivery: KafkaDelivery) {
        let tag = SpoolTag(delivery.tag)
        drains[tag.spool].delivered(tag)
    }

    /// A record that the Kafka client gave up.
    package func failed(_ failure: KafkaDeliveryFailure) {
        let tag = SpoolTag(failure.tag)
        drains[tag.spool].failed(tag, failure)
    }

    /// Gives Kafka some time to accept the remaining records, then stops the threads.
    package func finish(milliseconds: Int = finishMilliseconds) {
        var rounds = milliseconds / SpoolDrain.queueFullMilliseconds
        while rounds > 0, pendingRecords > 0 {
            Wakeup.rest(milliseconds: SpoolDrain.queueFullMilliseconds)
            rounds -= 1
        }
        for drain in drains { drain.stop() }
    }

    /// Logs the remaining records. Must be called after the Kafka client is closed, when no more acknowledgements arrive.
    package func close() { for drain in drains { drain.close() } }

    private static func show(_ drain: SpoolDrain, in metrics: MetricsRegistry, labels: [String: String]) {
        metrics.gauge(
            "tapedeck_spool_records", "Records in the spool that Kafka has not acknowledged.", labels: labels
        ) { Double(drain.spool.pendingRecords) }
        metrics.gauge("tapedeck_spool_bytes", "What these records take of the spool.", labels: labels) {
            Double(drain.spool.pendingBytes)
        }
        metrics.gauge("tapedeck_spool_file_bytes", "What the spool's files take of the disk.", labels: labels) {
            Double(drain.spool.fileBytes)
        }
        metrics.counter(
            "tapedeck_spool_full_seconds_total", "How long reading was stopped by a full spool since the start.",
            labels: labels
        ) { drain.fullSeconds }
    }
}
