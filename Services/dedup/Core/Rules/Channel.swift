import MarketData

/// The state of one channel of one symbol. Its documents determine which of the rules applies.
struct Channel {
    let symbol: SymbolID
    /// Orders and their snapshots share a channel under `order`.
    let kind: EventKind
    /// The depth of a book's documents; books of different depths are different streams.
    let depth: Int32
    /// Whether its minutes are counted.
    let isCovered: Bool
    /// The index of the venue's sources.
    let venue: Int
    /// The progress of each source.
    var progress = SourceProgress()
    /// The rule for channels with sequence ids.
    var sequence = SequencedChannel()
    /// The rule for channels with identities only.
    var identities: IdentityWindow
    /// The rule for books with neither.
    var election = Election()
    /// The counts of the current minute.
    var coverage = CoverageCount()
    /// When the last document arrived, in nanoseconds of the caller's clock.
    var lastHeard: Int64 = 0
    /// When the silence of an elected source causes the next request for a snapshot.
    var nextWish: Int64 = 0
    /// Whether it is forgotten. It is removed when the changelog has the change.
    var isGone = false
    /// Whether it has changed since the state was last saved.
    var isChanged = false

    init(_ symbol: SymbolID, _ kind: EventKind, depth: Int32, venue: Int, limits: DedupLimits) {
        self.symbol = symbol
        self.kind = kind
        isCovered = kind.declaration.isCounted
        self.depth = depth
        self.venue = venue
        identities = IdentityWindow(limit: limits.identitiesPerChannel, span: limits.identityNanoseconds)
    }
}
