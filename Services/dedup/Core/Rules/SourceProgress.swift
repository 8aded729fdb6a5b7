/// How far each source has come in one channel: what is missing may still come from one that is behind.
struct SourceProgress {
    /// The highest sequence by the source's place in ``VenueSources``; nil where it was never heard of in this channel.
    private(set) var last: [Int64?] = []

    /// Takes note of a document of the source at a place.
    mutating func note(_ place: Int, last sequence: Int64) {
        while last.count <= place { last.append(nil) }
        last[place] = max(last[place] ?? .min, sequence)
    }

    /// Forgets all: the numbering has begun anew.
    mutating func removeAll() { last.removeAll(keepingCapacity: true) }

    /// Whether a source that was heard of since `moment`, in any channel, has not come past `sequence` in this one.
    func isAnyBehind(_ sequence: Int64, of venue: VenueSources, heardSince moment: Int64) -> Bool {
        for (place, last) in last.enumerated() {
            if let last, last <= sequence, venue.sources[place].lastHeard > moment { return true }
        }
        return false
    }
}
