/// The sources of one venue, and when each last sent a document in any channel.
struct VenueSources {
    /// The venue's name.
    let venue: String
    /// A source.
    struct Source {
        let name: String
        /// When it last sent a document, by the caller's clock in nanoseconds.
        var lastHeard: Int64
    }

    /// In the order of their first documents; the index of a source never changes.
    private(set) var sources: [Source] = []

    init(venue: String) { self.venue = venue }

    /// Records a document of a source. Returns the source's index.
    mutating func note(_ name: String, now: Int64) -> Int {
        if let place = sources.firstIndex(where: { $0.name == name }) {
            sources[place].lastHeard = now
            return place
        }
        sources.append(Source(name: name, lastHeard: now))
        return sources.count - 1
    }
}
