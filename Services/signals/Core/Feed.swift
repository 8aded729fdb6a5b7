public import MarketData

/// A partition of one kind's topic. The latest values of that kind for a market come from one feed.
public struct Feed: Sendable, Hashable {
    /// The kind of its documents.
    public var kind: EventKind
    /// The partition's number.
    public var partition: Int32

    /// Partitions are counted from 0.
    public init(_ kind: EventKind, partition: Int32) {
        self.kind = kind
        self.partition = partition
    }
}
