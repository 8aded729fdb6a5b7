package import Base
package import Kafka
package import Runtime

/// The spools of one process, one for each source of records, and the way from Kafka's acknowledgements to them.
package final class SpoolSet: Sendable {
    private let drains: [SpoolDrain]
    private let clock: WallClock

    /// How long a process that ends waits for Kafka to take what the spools hold, in milliseconds. Nothing is lost
    /// after it: what is left stays in the spools.
    package static let finishMilliseconds = 5_000

    /// Opens every spool; throws when one cannot be used.
    ///
    /// - Parameter lost: told of each record that Kafka will never take.
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

    /// The spool of the owner at this place, and what moves it to Kafka.
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

    /// Gives Kafka some time to take what is left, then ends the threads.
    package func finish(milliseconds: Int = finishMilliseconds) {
        var rounds = milliseconds / SpoolDrain.queueFullMilliseconds
        while rounds > 0, pendingRecords > 0 {
            Wakeup.rest(milliseconds: SpoolDrain.queueFullMilliseconds)
            rounds -= 1
        }
        for drain in drains { drain.stop() }
    }

    /// Says what stays. After the Kafka client's end, when nothing is acknowledged any more.
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
