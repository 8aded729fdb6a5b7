import MarketData
import VenueKit

/// The last values of one symbol's tickers, field by field.
struct BybitTickerState: Sendable {
    /// The fields of a `Ticker`.
    struct Figures: Sendable, Equatable {
        var lastPrice: Decimal?
        var markPrice: Decimal?
        var indexPrice: Decimal?
        var openInterest: Decimal?
        var volume24h: Decimal?
        var turnover24h: Decimal?
        var high24h: Decimal?
        var low24h: Decimal?
    }

    /// The fields of a `Funding`.
    struct Rates: Sendable, Equatable {
        var rate: Decimal?
        var intervalHours: Decimal?
        var nextTime: Timestamp?
        var predictedRate: Decimal?
    }

    /// The fields of a `Quote`.
    struct Touch: Sendable, Equatable {
        var bidPrice: Decimal?
        var bidSize: Decimal?
        var askPrice: Decimal?
        var askSize: Decimal?

        /// An empty side is sent as `""` or, on options, as zeros.
        static func level(_ price: Decimal?, _ size: Decimal?) -> Level? {
            guard let price, let size, !price.isZero, !size.isZero else { return nil }
            return Level(price: price, size: size)
        }
    }

    let symbol: SymbolID
    var figures = Figures()
    var rates = Rates()
    var touch = Touch()

    /// Nothing known yet.
    init(symbol: SymbolID) {
        self.symbol = symbol
    }
}
