/// The sources of one venue that documents came from, and when each was heard of last, over all its channels.
struct VenueSources {
    /// The venue's name.
    let venue: String
    /// A source.
    struct Source {
        let name: String
        /// By the caller's clock, in nanoseconds.
        var lastHeard: Int64
    }

    /// In the order in which they were heard of first; a source keeps its place.
    private(set) var sources: [Source] = []

    init(venue: String) { self.venue = venue }

    /// Takes note of a document of a source. Returns the source's place.
    mutating func note(_ name: String, now: Int64) -> Int {
        if let place = sources.firstIndex(where: { $0.name == name }) {
            sources[place].lastHeard = now
            return place
        }
        sources.append(Source(name: name, lastHeard: now))
        return sources.count - 1
    }
}
