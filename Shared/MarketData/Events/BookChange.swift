/// A snapshot or a change of a level-2 book, with the venue's sequence numbers.
///
/// How they are judged is said by `rule` (docs/ARCHITECTURE.md, "Sequences").
public struct BookChange: Event {
    /// Whether it replaces the book.
    public enum Kind: UInt8, Sendable, BitwiseCopyable {
        /// The whole book, or its top; what came before is void.
        case snapshot
        /// Changed levels only.
        case delta
    }

    /// Symbol and times.
    public var header: EventHeader
    /// Snapshot or delta.
    public var kind: Kind
    /// How its numbers follow those of the change before.
    public var rule: SequenceRule
    /// Where a snapshot stands.
    public var place: SnapshotPlace
    /// Levels a side of the venue's channel; 0 where the channel covers the whole book. Channels of different depth
    /// are different books with sequences of their own.
    public var depth: Int32
    /// The first of the venue's updates that this change holds.
    public var firstSequence: Int64?
    /// The last of the venue's updates that this change holds.
    public var lastSequence: Int64?
    /// The `lastSequence` of the change before, where the venue chains them.
    public var previousSequence: Int64?
    /// The bids in `EventBatch.levels`, in the venue's order.
    public var bids: IndexRange
    /// The asks in `EventBatch.levels`, in the venue's order.
    public var asks: IndexRange
    /// The venue's checksum of the book after this change.
    public var checksum: Int64?
    /// A snapshot's limit in levels a side, where there may be more that it does not show: what lies beyond is unknown.
    public var depthHorizon: Int32?
    /// How far the one stream had come when a snapshot that stands behind it went out; dedup says so.
    public var streamSequence: Int64?

    /// Makes a change.
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
