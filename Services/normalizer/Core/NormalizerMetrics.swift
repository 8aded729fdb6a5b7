import Runtime

/// The normalizer's metrics; those of a venue are created with its first frame.
final class NormalizerMetrics {
    private let registry: MetricsRegistry
    private var venues: [String: VenueCounters] = [:]
    /// By `KafkaRecord.topicID`: consecutive records are mostly from one topic.
    private var last: (topicID: Int, counters: VenueCounters)?

    init(_ registry: MetricsRegistry) { self.registry = registry }

    /// The counters of the venue of a raw topic.
    func counters(topicID: Int, venue: @autoclosure () -> String) -> VenueCounters {
        if let last, last.topicID == topicID { return last.counters }
        let venue = venue()
        let counters = venues[venue] ?? VenueCounters(registry, venue: venue)
        venues[venue] = counters
        last = (topicID, counters)
        return counters
    }
}
