public import MarketData

/// Sorts levels that a venue sends with bids and asks mixed into the two runs that a `BookChange` wants.
///
/// Bids go straight into the batch, asks wait in an array that keeps its memory from frame to frame.
public struct LevelSplitter: Sendable {
    @usableFromInline var asks: [Level] = []
    @usableFromInline var firstBid = 0
    @usableFromInline var signs: Int64 = 0

    /// Makes an empty one.
    public init() {}

    /// Starts a book change whose levels follow those that `levels` already holds.
    @inlinable @inline(__always)
    public mutating func begin(in levels: borrowing Buffer<Level>) {
        firstBid = levels.count
        signs = 0
        asks.removeAll(keepingCapacity: true)
    }

    /// Takes the next level.
    @inlinable @inline(__always)
    public mutating func add(_ level: Level, side: Side, to levels: inout Buffer<Level>) {
        signs |= level.sign
        if side == .bid {
            levels.append(level)
        } else {
            asks.append(level)
        }
    }

    /// Puts the asks behind the bids and answers where both lie.
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
