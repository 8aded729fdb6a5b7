public import MarketData

/// Separates mixed bids and asks into the two ranges that a `BookChange` needs.
///
/// Bids are appended to the batch directly. Asks wait in an array whose memory is reused for each frame.
public struct LevelSplitter: Sendable {
    @usableFromInline var asks: [Level] = []
    @usableFromInline var firstBid = 0
    @usableFromInline var signs: Int64 = 0

    /// Can be used for any number of frames.
    public init() {}

    /// Starts a book change whose levels follow those that `levels` already holds.
    @inlinable @inline(__always)
    public mutating func begin(in levels: borrowing Buffer<Level>) {
        firstBid = levels.count
        signs = 0
        asks.removeAll(keepingCapacity: true)
    }

    /// Adds the next level.
    @inlinable @inline(__always)
    public mutating func add(_ level: Level, side: Side, to levels: inout Buffer<Level>) {
        signs |= level.sign
        if side == .bid {
            levels.append(level)
        } else {
            asks.append(level)
        }
    }

    /// Appends the asks after the bids and returns both ranges.
    @inlinable @inline(__always)
    public mutating func finish(in batch: inout EventBatch) -> (bids: IndexRange, asks: IndexRange) {
        let firstAsk = batch.levels.count
        asks.withUnsafeBufferPointer { batch.levels.append(contentsOf: $0) }
        if signs >= 0 { batch.soundLevels &+= batch.levels.count &- firstBid }
        return (
            IndexRange(start: firstBid, count: firstAsk - firstBid), IndexRange(start: firstAsk, count: asks.count)
        )
    }
}
