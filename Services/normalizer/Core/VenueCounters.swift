import MarketData
import Runtime

/// The normalizer's counters for one venue, looked up once. It is a class so that passing it copies one reference instead of
/// seven.
final class VenueCounters {
    let frames: Counter
    let bytes: Counter
    let control: Counter
    let ignored: Counter
    let rounded: Counter
    let leftOut: Counter
    private let documents: KindTable<Counter>

    init(_ registry: MetricsRegistry, venue: String) {
        let labels = ["venue": venue]
        frames = registry.counter("tapedeck_frames_total", "Raw frames taken in.", labels: labels)
        bytes = registry.counter("tapedeck_frames_bytes_total", "Bytes of raw frames taken in.", labels: labels)
        control = registry.counter(
            "tapedeck_control_frames_total", "Frames about the connection, not the market.", labels: labels)
        ignored = registry.counter(
            "tapedeck_ignored_frames_total", "Frames of a kind that fills no document.", labels: labels)
        rounded = registry.counter(
            "tapedeck_rounded_numbers_total", "Descriptive numbers that were rounded to 18 places.", labels: labels)
        leftOut = registry.counter(
            "tapedeck_left_out_numbers_total", "Descriptive numbers that were left out, as they do not fit.",
            labels: labels)
        documents = KindTable { kind in
            registry.counter(
                "tapedeck_documents_total", "Documents published, by venue and type.",
                labels: ["venue": venue, "type": kind.name])
        }
    }

    /// Counts the changes to a frame's descriptive numbers.
    func note(_ numbers: DescriptiveNumbers) {
        if numbers.rounded > 0 { rounded.increment(by: numbers.rounded) }
        if numbers.leftOut > 0 { leftOut.increment(by: numbers.leftOut) }
    }

    /// The counter of the documents of a kind.
    func documents(_ kind: EventKind) -> Counter { documents[kind] }
}
