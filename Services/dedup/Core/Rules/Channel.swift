import MarketData

/// All that dedup knows of one channel of one symbol. Which of the rules applies is said by its documents.
struct Channel {
    let symbol: SymbolID
    /// Orders and their snapshots share a channel, under `order`.
    let kind: EventKind
    /// The depth of a book's documents: books of different depths are different streams.
    let depth: Int32
    /// Whether its minutes are counted.
    let isCovered: Bool
    /// The place of the venue's sources.
    let venue: Int
    /// How far each source has come.
    var progress = SourceProgress()
    /// The rule of channels with sequence ids.
    var sequence = SequencedChannel()
    /// The rule of channels with identities only.
    var identities: IdentityWindow
    /// The rule of books without either.
    var election = Election()
    /// The minute that is being counted.
    var coverage = CoverageCount()
    /// When the last document came, in nanoseconds of the caller's clock.
    var lastHeard: Int64 = 0
    /// When an elected source's silence leads to the next request for a snapshot.
    var nextWish: Int64 = 0
    /// Whether it is forgotten, and gone as soon as the changelog knows.
    var isGone = false
    /// Whether it changed since the state was taken the last time.
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
