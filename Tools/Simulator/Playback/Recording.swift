import MarketData
import VenueKit

/// Recorded frames of one feed, in playing order.
struct Recording: Sendable {
    /// One line of a recording.
    struct Item: Sendable {
        /// The kind of the line.
        var kind: Kind
        /// The line's bytes in `bytes`.
        var range: Range<Int>
        /// The receive time in nanoseconds since 1970; nil if the recording has none.
        var time: Int64?
    }

    /// The kinds of lines.
    enum Kind: Sendable, Hashable {
        /// Market data of a stream.
        case frame(RecordedStream)
        /// The body of a REST answer to `target`, path and query. Snapshots of books keep their place among the frames.
        case body(target: String, isSnapshot: Bool)
    }

    /// The contents of the file, uncompressed.
    var bytes: [UInt8] = []
    /// Its lines.
    var items: [Item] = []
    /// The number of lines that are never played: acknowledgements and everything else that is not market data.
    var controlFrames = 0

    /// A line's bytes.
    func frame(_ index: Int) -> [UInt8] { Array(bytes[items[index].range]) }

    /// Whether it contains market data, and not only bodies.
    var hasFrames: Bool {
        items.contains { if case .frame = $0.kind { true } else { false } }
    }

    /// The symbol of the first frame with one; empty if there is none.
    var firstSymbol: String {
        for item in items {
            if case .frame(let stream) = item.kind, !stream.symbol.isEmpty { return stream.symbol }
        }
        return ""
    }

    /// Splits the lines by feed: bodies by their targets; frames and snapshots all to one feed.
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
