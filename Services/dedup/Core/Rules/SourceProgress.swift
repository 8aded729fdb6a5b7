/// The progress of each source in one channel: a source that is behind may still deliver missing documents.
struct SourceProgress {
    /// The highest sequence by the source's index in ``VenueSources``; nil if the source was never seen in this channel.
    private(set) var last: [Int64?] = []

    /// Records a document of a source.
    mutating func note(_ place: Int, last sequence: Int64) {
        while last.count <= place { last.append(nil) }
        last[place] = max(last[place] ?? .min, sequence)
    }

    /// Removes everything, because the numbering has restarted.
    mutating func removeAll() { last.removeAll(keepingCapacity: true) }

    /// Whether a source that was seen in any channel since `moment` has not passed `sequence` in this one.
    func isAnyBehind(_ sequence: Int64, of venue: VenueSources, heardSince moment: Int64) -> Bool {
        for (place, last) in last.enumerated() {
            if let last, last <= sequence, venue.sources[place].lastHeard > moment { return true }
        }
        return false
    }
}
