import MarketData
import VenueKit

/// The parts of a futures ticker, which Binance sends over three channels.
struct BinanceTickerState: Sendable {
    /// From `24hrTicker`: last price, volume, turnover, high and low.
    var day: Ticker?
    /// From `markPriceUpdate`.
    var markPrice: Decimal?
    /// From `markPriceUpdate`.
    var indexPrice: Decimal?
    /// From REST.
    var openInterest: Decimal?

    /// The complete ticker at the time of its last part; nil until the 24-hour part has arrived.
    func merged(header: EventHeader, unit: Ticker.Unit) -> Ticker? {
        guard var ticker = day else { return nil }
        ticker.header = header
        ticker.markPrice = markPrice
        ticker.indexPrice = indexPrice
        ticker.openInterest = openInterest
        ticker.openInterestUnit = openInterest == nil ? nil : unit
        return ticker
    }
}
