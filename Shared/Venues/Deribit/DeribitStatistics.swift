import JSON
import MarketData
import VenueKit

/// A ticker's `stats`, for the last 24 hours.
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

    /// Reads the object; every value may be null if nothing was traded.
    init(
        reading cursor: inout JSONCursor, in order: inout FieldOrder<Field>, _ notes: inout DescriptiveNumbers
    ) throws(DecodeError) {
        if try cursor.takeNull() { return }
        var object = try cursor.beginObject(in: &order)
        while let field = try cursor.nextField(&object, in: &order) {
            switch field {
            case .high: high = try cursor.descriptive(&notes)
            case .low: low = try cursor.descriptive(&notes)
            case .volume: volume = try cursor.descriptive(&notes)
            case .volumeUSD: volumeUSD = try cursor.descriptive(&notes)
            case .volumeNotional: volumeNotional = try cursor.descriptive(&notes)
            case .other: try cursor.skipValue()
            }
        }
    }

    /// The fields.
    enum Field: JSONField {
        case high, low, volume, volumeUSD, volumeNotional, other

        init(named key: JSONKey) {
            switch key {
            case "high": self = .high
            case "low": self = .low
            case "volume": self = .volume
            case "volume_usd": self = .volumeUSD
            case "volume_notional": self = .volumeNotional
            default: self = .other
            }
        }
    }

    /// Sets the values that depend on the unit of sizes: US dollars for inverse futures, the base currency for all others.
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
