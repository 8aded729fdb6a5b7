import MarketData

/// One minute of one symbol: the contents of one file.
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

    /// The start of the minute, clamped to the range of a timestamp.
    var start: Timestamp {
        let (product, overflow) = minute.multipliedReportingOverflow(by: Self.length)
        return Timestamp(nanoseconds: overflow ? .min : product)
    }

    /// The end of the minute, exclusive, clamped to the range of a timestamp.
    var end: Int64 {
        let (sum, overflow) = start.nanoseconds.addingReportingOverflow(Self.length)
        return overflow ? .max : sum
    }
}
