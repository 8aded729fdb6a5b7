import Runtime

/// The log lines and counters of one spool.
final class SpoolFacts: Sendable {
    private let name: String
    private let logger: Logger
    private let full: Fact
    private let diskErrors: Fact
    private let retries: Fact
    private let lost: Fact
    private let damage: Fact
    private let resumed: Counter

    /// - Parameter lost: counts records that Kafka will never accept, for all spools together.
    init(_ owner: SpoolOwner, lost: Fact, logger: Logger, metrics: MetricsRegistry) {
        name = owner.name
        self.logger = logger
        self.lost = lost
        let labels = owner.labels
        func fact(_ message: Logger.Message, _ counter: String, _ help: String, level: Logger.Level = .error) -> Fact {
            Fact(message, level: level, logger: logger, counter: metrics.counter(counter, help, labels: labels))
        }
        full = fact(
            "the spool is full: reading stops until Kafka takes records", "tapedeck_spool_full_total",
            "Times that reading stopped because the spool was full.")
        diskErrors = fact(
            "the disk refuses the spool; trying again", "tapedeck_spool_disk_errors_total",
            "Attempts to make room for the spool that the disk refused.")
        retries = fact(
            "Kafka refused records; they stay in the spool and are published again", "tapedeck_spool_retries_total",
            "Times that the spool was published again from its oldest record.")
        damage = fact(
            "a file of the spool was damaged; what could be read of it is published",
            "tapedeck_spool_damaged_bytes_total", "Bytes of the spool that could not be read when it was opened.")
        resumed = metrics.counter(
            "tapedeck_spool_resumed_records_total", "Records that an earlier process left in the spool.",
            labels: labels)
    }

    /// A spool was opened; reports what an earlier process left in it.
    func opened(_ spool: borrowing SpoolJournal) {
        for damaged in spool.damage {
            damage.happened(
                damaged.path, count: damaged.bytes, metadata: ["file": "\(damaged.path)", "bytes": "\(damaged.bytes)"])
        }
        let records = spool.pendingRecords
        guard records > 0 else { return }
        resumed.increment(by: records)
        logger.notice(
            "publishing what the spool holds from before",
            metadata: ["spool": "\(name)", "records": "\(records)", "bytes": "\(spool.pendingBytes)"])
    }

    /// Reading stops.
    func becameFull(limitBytes: Int) {
        full.happened(name, metadata: ["spool": "\(name)", "limit_bytes": "\(limitBytes)"])
    }

    /// Reading goes on.
    func hasRoom(afterMilliseconds milliseconds: Int64) {
        logger.notice(
            "the spool has room again: reading goes on",
            metadata: ["spool": "\(name)", "milliseconds": "\(milliseconds)"])
    }

    /// The disk did not give the spool another file.
    func diskRefused(_ error: SpoolError) {
        diskErrors.happened(name, metadata: ["spool": "\(name)", "reason": "\(error)"])
    }

    /// Records could not be published for a temporary reason.
    func retries(_ reason: String) {
        retries.happened(name, metadata: ["spool": "\(name)", "reason": "\(reason)"])
    }

    /// Kafka will never accept a record.
    func lost(_ record: String) {
        lost.happened(name, metadata: ["spool": "\(name)", "record": "\(record)"])
    }

    /// The process ends, and records stay for the next one.
    func left(records: Int, bytes: Int) {
        logger.warning(
            "records stay in the spool: Kafka had not acknowledged them when the process ended, the next start publishes them",
            metadata: ["spool": "\(name)", "records": "\(records)", "bytes": "\(bytes)"])
    }
}
