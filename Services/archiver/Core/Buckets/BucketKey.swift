import MarketData

/// A symbol's minute: what one file is about.
struct BucketKey: Hashable {
    /// The market.
    let symbol: SymbolID
    /// Minutes since 1970, rounded down.
    let minute: Int64

    /// Nanoseconds in a minute.
    static let length: Int64 = 60_000_000_000

    init(symbol: SymbolID, time: Timestamp) {
        self.symbol = symbol
        let (quotient, remainder) = time.nanoseconds.quotientAndRemainder(dividingBy: Self.length)
        minute = remainder < 0 ? quotient - 1 : quotient
    }

    /// The first moment of the minute; the first minute there is begins before what a timestamp holds.
    var start: Timestamp {
        let (product, overflow) = minute.multipliedReportingOverflow(by: Self.length)
        return Timestamp(nanoseconds: overflow ? .min : product)
    }

    /// The first moment after the minute, held to what a timestamp holds.
    var end: Int64 {
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(Self.length)
        return overflow ? .max : sum
    }
}
