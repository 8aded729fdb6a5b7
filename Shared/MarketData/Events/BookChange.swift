/// A snapshot or a change of a level-2 book, with the venue's sequence numbers.
///
/// `rule` says how they are interpreted (docs/ARCHITECTURE.md, "Sequences").
public struct BookChange: Event {
    /// Whether it replaces the book.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// The whole book, or its top; it replaces everything before it.
        case snapshot
        /// Changed levels only.
        case delta
    }

    /// Symbol and times.
    public var header: EventHeader
    /// Snapshot or delta.
    public var kind: Kind
    /// How its numbers follow those of the previous change.
    public var rule: SequenceRule
    /// The place of a snapshot relative to the stream.
    public var place: SnapshotPlace
    /// Levels per side of the venue's channel; 0 if the channel covers the whole book. Channels of different depth are
    /// different books with separate sequences.
    public var depth: Int32
    /// The first of the venue's updates in this change.
    public var firstSequence: Int64?
    /// The last of the venue's updates in this change.
    public var lastSequence: Int64?
    /// The `lastSequence` of the previous change, if the venue chains them.
    public var previousSequence: Int64?
    /// The bids in `EventBatch.levels`, in the venue's order.
    public var bids: IndexRange
    /// The asks in `EventBatch.levels`, in the venue's order.
    public var asks: IndexRange
    /// The venue's checksum of the book after this change.
    public var checksum: Int64?
    /// The limit of a snapshot in levels per side, if there may be more levels that it does not show. Levels beyond it are
    /// unknown.
    public var depthHorizon: Int32?
    /// Set by dedup on a snapshot that is behind the stream: the position of the stream when the snapshot went out.
    public var streamSequence: Int64?

    /// The levels must already be in `EventBatch.levels`.
    @inlinable
    public init(
        header: EventHeader, kind: Kind, rule: SequenceRule, place: SnapshotPlace = .inStream, depth: Int32 = 0,
        firstSequence: Int64? = nil, lastSequence: Int64? = nil, previousSequence: Int64? = nil, bids: IndexRange,
        asks: IndexRange, checksum: Int64? = nil, depthHorizon: Int32? = nil, streamSequence: Int64? = nil
    ) {
        self.header = header
        self.kind = kind
        self.rule = rule
        self.place = place
        self.depth = depth
        self.firstSequence = firstSequence
        self.lastSequence = lastSequence
        self.previousSequence = previousSequence
        self.bids = bids
        self.asks = asks
        self.checksum = checksum
        self.depthHorizon = depthHorizon
        self.streamSequence = streamSequence
    }
}
