import MarketData

/// A market as its venue knows it: a true book whose changes are numbered in the venue's way.
struct TrialMarket {
    /// How the venue numbers changes, and where its snapshots come from.
    enum Style: CaseIterable {
        /// Each number once, snapshots inside the stream (Bybit).
        case contiguous
        /// Ranges of numbers that follow each other, snapshots beside the stream and of limited depth (Binance spot).
        case ranges
        /// Each names the one before, snapshots inside the stream (Deribit).
        case chained
        /// The same with snapshots beside the stream (Binance futures).
        case chainedBeside
        /// No numbers (Coinbase level 2).
        case unordered
    }

    /// A change or a snapshot, as the venue sends it.
    struct Message {
        var isSnapshot: Bool
        var first: Int64?
        var last: Int64?
        var previous: Int64?
        var bids: [Level]
        var asks: [Level]
        var eventTime: Int64
    }

    /// Levels a side of snapshots beside the stream.
    static let horizon = 6

    let symbol: String
    let style: Style
    private(set) var sequence: Int64
    private(set) var bids: [Int64: Int64] = [:]
    private(set) var asks: [Int64: Int64] = [:]
    private var middle: Int64 = 1000
    private var lastChange: Int64 = 0

    init(_ symbol: String, _ style: Style, at now: Int64, _ generator: inout some RandomNumberGenerator) {
        self.symbol = symbol
        self.style = style
        sequence = Int64.random(in: 1000...5000, using: &generator)
        lastChange = now
        for offset in Int64(1)...12 {
            bids[middle - offset] = Int64.random(in: 1...9, using: &generator)
            asks[middle + offset] = Int64.random(in: 1...9, using: &generator)
        }
    }

    var isBeside: Bool { style == .ranges || style == .chainedBeside }

    /// Levels a side of the channel: 0 is the whole book.
    var depth: Int32 { style == .contiguous ? 50 : 0 }

    /// The venue begins to number anew.
    mutating func restartNumbers() { sequence = 1 }

    /// Something happens.
    mutating func change(at now: Int64, _ generator: inout some RandomNumberGenerator) -> Message {
        if Int.random(in: 0..<4, using: &generator) == 0 { middle += Bool.random(using: &generator) ? 1 : -1 }
        var changedBids: [Level] = []
        var changedAsks: [Level] = []
        func set(_ price: Int64, _ size: Int64, isBid: Bool) {
            let level = Level(price: Decimal(price), size: Decimal(size))
            if isBid {
                bids[price] = size == 0 ? nil : size
                changedBids.append(level)
            } else {
                asks[price] = size == 0 ? nil : size
                changedAsks.append(level)
            }
        }
        for price in bids.keys.sorted() where price >= middle { set(price, 0, isBid: true) }
        for price in asks.keys.sorted() where price <= middle { set(price, 0, isBid: false) }
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let offset = Int64.random(in: 1...14, using: &generator)
            let size = max(0, Int64.random(in: -3...9, using: &generator))
            if Bool.random(using: &generator) {
                set(middle - offset, size, isBid: true)
            } else {
                set(middle + offset, size, isBid: false)
            }
        }
        // A side is never empty: a recorder could not tell that from a lost one.
        if bids.isEmpty { set(middle - 1, 1, isBid: true) }
        if asks.isEmpty { set(middle + 1, 1, isBid: false) }
        lastChange = now
        let before = sequence
        let step = style == .contiguous ? 1 : Int64.random(in: 1...4, using: &generator)
        sequence += step
        let isChained = style == .chained || style == .chainedBeside
        let isNumbered = style != .unordered
        return Message(
            isSnapshot: false, first: isNumbered ? (style == .chained ? nil : before + 1) : nil,
            last: isNumbered ? sequence : nil, previous: isChained ? before : nil, bids: changedBids, asks: changedAsks,
            eventTime: now)
    }

    /// The book as it is.
    func snapshot() -> Message {
        Message(
            isSnapshot: true, first: nil, last: style == .unordered ? nil : sequence, previous: nil,
            bids: levels(bids, isBid: true), asks: levels(asks, isBid: false), eventTime: lastChange)
    }

    private func levels(_ side: [Int64: Int64], isBid: Bool) -> [Level] {
        let sorted = side.keys.sorted { isBid ? $0 > $1 : $0 < $1 }
        return sorted.prefix(isBeside ? Self.horizon : .max).map {
            Level(price: Decimal($0), size: Decimal(side[$0] ?? 0))
        }
    }

    /// All levels of a side, best first.
    func side(isBid: Bool) -> [Level] {
        let side = isBid ? bids : asks
        return side.keys.sorted { isBid ? $0 > $1 : $0 < $1 }.map {
            Level(price: Decimal($0), size: Decimal(side[$0] ?? 0))
        }
    }
}
