import Runtime

/// The normalizer's counters: those of a venue are made with its first frame.
final class NormalizerMetrics {
    private let registry: MetricsRegistry
    private var venues: [String: VenueCounters] = [:]
    /// By `KafkaRecord.topicID`: most records in a row are of one topic.
    private var last: (topicID: Int, counters: VenueCounters)?

    init(_ registry: MetricsRegistry) { self.registry = registry }

    /// The counters of a raw topic's venue.
    func counters(topicID: Int, venue: @autoclosure () -> String) -> VenueCounters {
        if let last, last.topicID == topicID { return last.counters }
        let venue = venue()
        let counters = venues[venue] ?? VenueCounters(registry, venue: venue)
        venues[venue] = counters
        last = (topicID, counters)
        return counters
    }
}
