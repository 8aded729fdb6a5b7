/// What was received of one channel of one symbol in one minute.
public struct Coverage: Event {
    /// Symbol; the event time is the start of the minute.
    public var header: EventHeader
    /// The channel: `book`, `trade`, …
    public var channel: TextRange
    /// The first sequence of the minute, if the channel has sequences.
    public var firstSequence: Int64?
    /// The last sequence of the minute, if the channel has sequences.
    public var lastSequence: Int64?
    /// Events passed on.
    public var events: Int64
    /// Copies dropped.
    public var duplicates: Int64
    /// Gaps reported.
    public var gaps: Int64
    /// What each source contributed, `name:received/passed/filled` separated by spaces: documents that it sent, documents of
    /// which its copy was passed on, and documents that it sent while later ones from another source were waiting for them.
    public var sources: TextRange

    /// The texts must already be in the batch.
    @inlinable
    public init(
        header: EventHeader, channel: TextRange, firstSequence: Int64?, lastSequence: Int64?, events: Int64,
        duplicates: Int64, gaps: Int64, sources: TextRange = .empty
    ) {
        self.header = header
        self.channel = channel
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.events = events
        self.duplicates = duplicates
        self.gaps = gaps
        self.sources = sources
    }
}
