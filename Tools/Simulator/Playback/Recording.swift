import MarketData
import VenueKit

/// Recorded frames of one feed, in the order in which they are played.
struct Recording: Sendable {
    /// One line of a recording.
    struct Item: Sendable {
        /// What it is.
        var kind: Kind
        /// The line's bytes in `bytes`.
        var range: Range<Int>
        /// When it was received, in nanoseconds since 1970; nil where the recording does not tell.
        var time: Int64?
    }

    /// What a line is.
    enum Kind: Sendable, Hashable {
        /// Market data of a stream.
        case frame(RecordedStream)
        /// The body of a REST answer to `target`, path and query. Snapshots of books keep their place among the frames.
        case body(target: String, isSnapshot: Bool)
    }

    /// The file, unpacked.
    var bytes: [UInt8] = []
    /// Its lines.
    var items: [Item] = []
    /// Lines that are never played: acknowledgements and everything else that is not market data.
    var controlFrames = 0

    /// A line's bytes.
    func frame(_ index: Int) -> [UInt8] { Array(bytes[items[index].range]) }

    /// Whether it holds market data, and not bodies alone.
    var hasFrames: Bool {
        items.contains { if case .frame = $0.kind { true } else { false } }
    }

    /// The symbol of the first frame that names one; empty without any.
    var firstSymbol: String {
        for item in items {
            if case .frame(let stream) = item.kind, !stream.symbol.isEmpty { return stream.symbol }
        }
        return ""
    }

    /// The same lines by feed: bodies as their targets say, frames and snapshots all to one.
    func split(bodies: (String) -> FeedKey, frames: () -> FeedKey) -> [FeedKey: Recording] {
        var parts: [FeedKey: Recording] = [:]
        for item in items {
            let key: FeedKey
            if case .body(let target, isSnapshot: false) = item.kind { key = bodies(target) } else { key = frames() }
            parts[key, default: Recording(bytes: bytes)].items.append(item)
        }
        parts[frames()]?.controlFrames = controlFrames
        return parts
    }

    /// Appends another recording.
    mutating func append(_ other: Recording) {
        let offset = bytes.count
        bytes += other.bytes
        items += other.items.map { item in
            var moved = item
            moved.range = item.range.lowerBound + offset..<item.range.upperBound + offset
            return moved
        }
        controlFrames += other.controlFrames
    }
}
