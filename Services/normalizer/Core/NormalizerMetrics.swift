import MarketData
import Runtime

/// The normalizer's counters, resolved once.
struct NormalizerMetrics {
    let frames: Counter
    let bytes: Counter
    let control: Counter
    let ignored: Counter
    /// By `EventKind.rawValue`.
    private let documents: [Counter]

    init(_ registry: MetricsRegistry) {
        frames = registry.counter("tapedeck_frames_total", "Raw frames taken in.")
        bytes = registry.counter("tapedeck_frames_bytes_total", "Bytes of raw frames taken in.")
        control = registry.counter("tapedeck_control_frames_total", "Frames about the connection, not the market.")
        ignored = registry.counter("tapedeck_ignored_frames_total", "Frames of a kind that fills no document.")
        documents = EventKind.allCases.map { kind in
            registry.counter(
                "tapedeck_documents_total", "Documents published, by type.", labels: ["type": kind.topicName])
        }
    }

    /// The counter of documents of a kind.
    func documents(_ kind: EventKind) -> Counter { documents[Int(kind.rawValue)] }
}
