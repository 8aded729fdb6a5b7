import MarketData

/// What went over the topics: frames by venue and source, documents by market, counted from their keys.
struct TopicCounts: Equatable {
    /// A market's name, which is a document's key.
    typealias Key = String

    /// Documents of one market.
    struct Count: Equatable {
        /// Of all sources, before dedup.
        var normalized = 0
        /// Of the one stream.
        var market = 0
        /// Gaps among them.
        var gaps = 0
    }

    /// A venue over one source.
    struct Source: Hashable {
        var venue: String
        var source: String
    }

    /// Raw records of one source: frames, and the few that tell of its connections.
    struct Frames: Equatable {
        var count = 0
        var bytes = 0
    }

    /// What a topic's records count as.
    enum Stage: Equatable {
        case raw
        case normalized
        case market
        case gap

        /// Nil for topics that are not counted.
        init?(topic: String) {
            if topic == TopicName.market(.gap) {
                self = .gap
            } else if topic == TopicName.market(.coverage) {
                // Of dedup's own making: it has no copy among the normalized.
                return nil
            } else if topic.hasPrefix("market.") {
                self = .market
            } else if topic.hasPrefix("normalized.") {
                self = .normalized
            } else if topic.hasPrefix("raw.") {
                self = .raw
            } else {
                return nil
            }
        }
    }

    private(set) var markets: [Key: Count] = [:]
    private(set) var sources: [Source: Frames] = [:]

    /// Takes a record in; `bytes` is the length of its value.
    mutating func note(_ stage: Stage, key: Key, bytes: Int) {
        switch stage {
        case .raw:
            // <venue>/<source>/<connection>
            let parts = key.split(separator: "/", maxSplits: 2)
            guard parts.count == 3 else { return }
            let source = Source(venue: String(parts[0]), source: String(parts[1]))
            sources[source, default: Frames()].count += 1
            sources[source, default: Frames()].bytes += bytes
        case .normalized: markets[key, default: Count()].normalized += 1
        case .market: markets[key, default: Count()].market += 1
        case .gap: markets[key, default: Count()].gaps += 1
        }
    }
}
