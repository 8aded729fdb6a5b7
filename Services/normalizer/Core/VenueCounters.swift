import MarketData
import Runtime

/// What the normalizer counts of one venue, resolved once. A class: handing it on copies one reference and not five.
final class VenueCounters {
    let frames: Counter
    let bytes: Counter
    let control: Counter
    let ignored: Counter
    /// By `EventKind.rawValue`.
    private let documents: [Counter]

    init(_ registry: MetricsRegistry, venue: String) {
        let labels = ["venue": venue]
        frames = registry.counter("tapedeck_frames_total", "Raw frames taken in.", labels: labels)
        bytes = registry.counter("tapedeck_frames_bytes_total", "Bytes of raw frames taken in.", labels: labels)
        control = registry.counter(
            "tapedeck_control_frames_total", "Frames about the connection, not the market.", labels: labels)
        ignored = registry.counter(
            "tapedeck_ignored_frames_total", "Frames of a kind that fills no document.", labels: labels)
        documents = EventKind.allCases.map { kind in
            registry.counter(
                "tapedeck_documents_total", "Documents published, by venue and type.",
                labels: ["venue": venue, "type": kind.topicName])
        }
    }

    /// The counter of documents of a kind.
    func documents(_ kind: EventKind) -> Counter { documents[Int(kind.rawValue)] }
}
