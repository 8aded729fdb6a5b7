import MarketData
import VenueKit

/// The level-2 book as last published: the state of a consumer that has received every change.
///
/// It is separate from the matching engine and only updated by the published changes, so that consumers' books can be compared
/// with it.
struct PublishedBook: Sendable {
    /// Best first.
    private(set) var bids: [SyntheticLevel] = []
    /// Best first.
    private(set) var asks: [SyntheticLevel] = []
    /// The number of publications.
    var publication: Int64 = 0
    /// The last update published.
    var lastUpdate: Int64 = 0
    /// The market's counter at the last publication.
    var crossSequence: Int64 = 0
    /// The time of the last publication.
    var time = Timestamp(nanoseconds: 0)

    var snapshot: SyntheticBook {
        SyntheticBook(
            bids: bids, asks: asks, publication: publication, lastUpdate: lastUpdate, crossSequence: crossSequence,
            time: time)
    }

    /// The published size at a price; 0 if there is none.
    func lots(_ side: Side, at ticks: Int64) -> Int64 {
        let levels = side == .bid ? bids : asks
        return levels.first { $0.ticks == ticks }?.lots ?? 0
    }

    /// Sets a level's absolute size; 0 removes it.
    mutating func apply(_ level: SyntheticLevel, _ side: Side) {
        if side == .bid {
            Self.apply(level, to: &bids) { $0 > $1 }
        } else {
            Self.apply(level, to: &asks) { $0 < $1 }
        }
    }

    private static func apply(
        _ level: SyntheticLevel, to levels: inout [SyntheticLevel], isBetter: (Int64, Int64) -> Bool
    ) {
        let index = levels.firstIndex { !isBetter($0.ticks, level.ticks) } ?? levels.count
        let exists = index < levels.count && levels[index].ticks == level.ticks
        switch (exists, level.lots > 0) {
        case (true, true): levels[index] = level
        case (true, false): levels.remove(at: index)
        case (false, true): levels.insert(level, at: index)
        case (false, false): break
        }
    }
}
