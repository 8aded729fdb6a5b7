/// The number of records in the topics, by venue.
struct TapeCounts: Sendable {
    /// One venue's counts.
    struct Venue: Sendable {
        /// Raw frames of all sources.
        var frames = 0
        /// Documents of all sources, before dedup.
        var normalized = 0
        /// Documents of the deduplicated stream, by type.
        var documents: [String: Int] = [:]

        /// All documents of the deduplicated stream.
        var total: Int { documents.values.reduce(0, +) }
    }

    /// The counts by venue.
    var venues: [String: Venue] = [:]
    /// Dead letters by topic.
    var deadLetters: [String: Int] = [:]

    /// Counts a record.
    mutating func note(topic: String, key: UnsafeRawBufferPointer) {
        if topic.hasPrefix("dead.") {
            deadLetters[topic, default: 0] += 1
            return
        }
        let end = key.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") } ?? key.count
        let venue = String(decoding: key[..<end], as: UTF8.self)
        if topic.hasPrefix("raw.") {
            venues[venue, default: Venue()].frames += 1
        } else if topic.hasPrefix("normalized.") {
            venues[venue, default: Venue()].normalized += 1
        } else if topic.hasPrefix("market.") {
            let type = topic.split(separator: ".")[1]
            venues[venue, default: Venue()].documents[String(type), default: 0] += 1
        }
    }
}
