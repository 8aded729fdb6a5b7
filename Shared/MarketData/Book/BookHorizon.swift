/// The known price range of a book that began with a snapshot of limited depth (`depth_horizon`).
///
/// Beyond the snapshot's last level there may be unknown levels. A level that a change sets there is correct, but other levels
/// may lie in between. A side with fewer levels than the snapshot's limit is completely known.
struct BookHorizon: BitwiseCopyable {
    /// One side's limit.
    private struct Limit: BitwiseCopyable {
        /// The price of the snapshot's last level, which is the last known one.
        var price: Decimal
        /// The price at which a new snapshot should be requested: three quarters of the way from the best level of the
        /// snapshot.
        var alarm: Decimal
    }

    private var bids: Limit?
    private var asks: Limit?

    /// Without limits: the whole book is known.
    init() {}

    /// The limits of a snapshot whose levels are `bids` and `asks`, at most `depth` a side.
    init(depth: Int32, bids: UnsafeBufferPointer<Level>, asks: UnsafeBufferPointer<Level>) {
        self.bids = Self.limit(depth, bids, by: >)
        self.asks = Self.limit(depth, asks, by: <)
    }

    private static func limit(
        _ depth: Int32, _ levels: UnsafeBufferPointer<Level>, by isBetter: (Decimal, Decimal) -> Bool
    ) -> Limit? {
        guard levels.count >= max(1, Int(depth)), var best = levels.first?.price else { return nil }
        var worst = best
        for level in levels {
            if isBetter(level.price, best) { best = level.price }
            if isBetter(worst, level.price) { worst = level.price }
        }
        let (distance, overflow) = best.units.subtractingReportingOverflow(worst.units)
        return Limit(price: worst, alarm: overflow ? worst : Decimal(units: worst.units &+ distance / 4))
    }

    /// Whether a side has a limit.
    var isLimited: Bool { bids != nil || asks != nil }

    /// The last known price of a side; nil if the side is completely known.
    func limit(_ side: Side) -> Decimal? { side == .bid ? bids?.price : asks?.price }

    /// Whether the best level of a side is outside the known range, or the side is empty.
    func isLeft(bestBid: Level?, bestAsk: Level?) -> Bool {
        if let bids, bestBid.map({ $0.price < bids.price }) ?? true { return true }
        if let asks, bestAsk.map({ $0.price > asks.price }) ?? true { return true }
        return false
    }

    /// Whether the best level of a side is so close to its limit that a new snapshot is needed.
    func isNear(bestBid: Level?, bestAsk: Level?) -> Bool {
        if let bids, bestBid.map({ $0.price < bids.alarm }) ?? true { return true }
        if let asks, bestAsk.map({ $0.price > asks.alarm }) ?? true { return true }
        return false
    }
}
