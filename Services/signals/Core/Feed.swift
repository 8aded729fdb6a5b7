public import MarketData

/// A partition of one kind's topic, from which a market's latest values of that kind come.
public struct Feed: Sendable, Hashable {
    /// The kind of its documents.
    public var kind: EventKind
    /// The partition's number.
    public var partition: Int32

    /// Describes a feed.
    public init(_ kind: EventKind, partition: Int32) {
        self.kind = kind
        self.partition = partition
    }
}
