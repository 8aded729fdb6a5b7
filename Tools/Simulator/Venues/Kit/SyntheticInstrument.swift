public import MarketData
import VenueKit

/// An instrument of the synthetic market: a symbol with its tick and lot size.
public struct SyntheticInstrument: Sendable, Hashable {
    /// The kind of contract.
    public enum Contract: Sendable, Hashable {
        /// The coins themselves are exchanged.
        case spot
        /// No expiry, with funding.
        case perpetual
        /// Delivered at a time.
        case future(expiry: Timestamp)
        /// An option.
        case option(expiry: Timestamp, strike: Int64, isCall: Bool)
    }

    /// The venue's spelling.
    public var symbol: String
    /// The base currency.
    public var base: String
    /// The quote currency.
    public var quote: String
    /// The currency of settlement.
    public var settle: String
    /// The kind of contract.
    public var contract: Contract
    /// One tick: the smallest step of a price.
    public var tick: FixedPoint
    /// One lot: the smallest step of a size.
    public var lot: FixedPoint
    /// The price that the market opens at, in ticks.
    public var openingTicks: Int64
    /// The size of a typical order, in lots.
    public var typicalLots: Int64

    /// Prices are in ticks, sizes in lots.
    public init(
        symbol: String, base: String, quote: String, settle: String? = nil, contract: Contract = .spot,
        tick: FixedPoint, lot: FixedPoint, openingTicks: Int64, typicalLots: Int64
    ) {
        self.symbol = symbol
        self.base = base
        self.quote = quote
        self.settle = settle ?? quote
        self.contract = contract
        self.tick = tick
        self.lot = lot
        self.openingTicks = openingTicks
        self.typicalLots = typicalLots
    }

    /// The price of a number of ticks.
    public func price(_ ticks: Int64) -> FixedPoint { FixedPoint(units: ticks * tick.units, digits: tick.digits) }

    /// The size of a number of lots.
    public func size(_ lots: Int64) -> FixedPoint { FixedPoint(units: lots * lot.units, digits: lot.digits) }

    /// A sum of ticks × lots as an amount of the quote currency, truncated to at most eight digits, as if each contract were
    /// worth one of the base currency.
    public func turnover(_ tickLots: Int64) -> FixedPoint {
        var units = Int128(tickLots) * Int128(tick.units) * Int128(lot.units)
        var digits = tick.digits + lot.digits
        while digits > 8 {
            units /= 10
            digits -= 1
        }
        return FixedPoint(units: Int64(clamping: units), digits: digits)
    }

    /// Whether holders pay funding.
    public var isPerpetual: Bool { contract == .perpetual }

    /// When the contract is delivered; nil for never.
    public var expiry: Timestamp? {
        switch contract {
        case .spot, .perpetual: nil
        case .future(let expiry), .option(let expiry, _, _): expiry
        }
    }
}
