import JSON
import MarketData

/// A ticker's `stats`: the last 24 hours.
struct DeribitStatistics {
    private var high: Decimal?
    private var low: Decimal?
    /// In the base currency.
    private var volume: Decimal?
    /// In US dollars; futures only.
    private var volumeUSD: Decimal?
    /// In the quote currency; linear futures and spot.
    private var volumeNotional: Decimal?

    init() {}

    /// Reads the object; every value may be null where nothing was traded.
    init(reading cursor: inout JSONCursor) throws(DecodeError) {
        if try cursor.takeNull() { return }
        var object = try cursor.beginObject()
        while let key = try cursor.nextKey(&object) {
            switch key {
            case "high": high = try cursor.optionalDecimal()
            case "low": low = try cursor.optionalDecimal()
            case "volume": volume = try cursor.optionalDecimal()
            case "volume_usd": volumeUSD = try cursor.optionalDecimal()
            case "volume_notional": volumeNotional = try cursor.optionalDecimal()
            default: try cursor.skipValue()
            }
        }
    }

    /// Sets what depends on the unit of sizes: inverse futures count US dollars, all others the base currency.
    ///
    /// https://docs.deribit.com/api-reference/market-data/public-ticker, `open_interest`.
    func fill(_ ticker: inout Ticker, product: Product) {
        ticker.high24h = high
        ticker.low24h = low
        switch product {
        case .inverse:
            ticker.volume24h = volumeUSD
            ticker.turnover24h = volume
        case .linear, .spot, .option:
            ticker.volume24h = volume
            ticker.turnover24h = volumeNotional
        }
        if ticker.openInterest != nil { ticker.openInterestUnit = product == .inverse ? .quote : .base }
    }
}
