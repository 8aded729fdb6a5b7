import MarketData

/// The records of the topics: frames by venue and source, documents by market, counted by their keys.
struct TopicCounts: Equatable {
    /// A market's name, which is the key of its documents.
    typealias Key = String

    /// The documents of one market.
    struct Count: Equatable {
        /// Of all sources, before dedup.
        var normalized = 0
        /// Of the deduplicated stream.
        var market = 0
        /// Gaps among them.
        var gaps = 0
    }

    /// A venue and source.
    struct Source: Hashable {
        var venue: String
        var source: String
    }

    /// The raw records of one source: frames, and a few about its connections.
    struct Frames: Equatable {
        var count = 0
        var bytes = 0
    }

    /// How the records of a topic are counted.
    enum Stage: Equatable {
        case raw
        case normalized
        case market
        case gap

        /// Fails for topics that are not counted.
        init?(topic: String) {
            if topic == TopicName.market(.gap) {
                self = .gap
            } else if topic == TopicName.market(.coverage) {
                // Dedup creates these documents itself, so there are no normalized copies.
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

    /// Counts a record; `bytes` is the length of its value.
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
