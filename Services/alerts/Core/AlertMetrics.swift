import Runtime

/// What `tapedeck-alerts` counts.
struct AlertMetrics: Sendable {
    let events: LabelledFacts
    let sent: LabelledFacts
    let failures: LabelledFacts
    let lost: LabelledFacts
    let leftOut: LabelledFacts
    let pollFailures: Fact
    let undecodable: Fact
    let memoryFailures: Fact

    init(_ metrics: MetricsRegistry, logger: Logger) {
        func facts(
            _ message: Logger.Message, _ level: Logger.Level, _ counter: String, _ help: String, by label: String
        ) -> LabelledFacts {
            LabelledFacts(message, level: level, counter: counter, help, label: label, logger: logger, metrics: metrics)
        }
        events = facts(
            "heard", .debug, "tapedeck_alert_events_total", "Events taken in, by what said so.", by: "origin")
        sent = facts("told", .info, "tapedeck_alert_messages_total", "Messages delivered.", by: "channel")
        failures = facts(
            "could not deliver; trying again", .warning, "tapedeck_alert_delivery_failures_total",
            "Attempts to deliver a message that failed.", by: "channel")
        lost = facts(
            "gave a message up", .error, "tapedeck_alert_lost_messages_total",
            "Messages that a server refused for good.", by: "channel")
        leftOut = facts(
            "too many conditions at once", .warning, "tapedeck_alert_left_out_total",
            "Events that found no room.", by: "channel")
        pollFailures = Fact(
            "could not ask Prometheus", logger: logger,
            counter: metrics.counter("tapedeck_alert_poll_failures_total", "Questions to Prometheus that failed."))
        undecodable = Fact(
            "not a document", logger: logger,
            counter: metrics.counter("tapedeck_undecodable_documents_total", "Documents passed over."))
        memoryFailures = Fact(
            "cannot keep what was told", logger: logger,
            counter: metrics.counter(
                "tapedeck_alert_memory_failures_total", "Attempts to read or write alerts.memory_file that failed."))
    }

    /// Counts events once, not once per channel.
    func heard(_ events: [AlertEvent]) {
        for event in events {
            self.events.happened(event.key, event.origin.rawValue, metadata: ["alert": "\(event.key)"])
        }
    }
}
