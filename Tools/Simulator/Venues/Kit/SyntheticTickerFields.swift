import VenueKit

/// The changed parts of a summary.
public struct SyntheticTickerFields: OptionSet, Sendable, Hashable {
    /// The bits.
    public var rawValue: UInt8

    /// Unknown bits are ignored.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Last price, volume, turnover, high and low.
    public static let trade = SyntheticTickerFields(rawValue: 1)
    /// The best levels.
    public static let quote = SyntheticTickerFields(rawValue: 2)
    /// Mark and index price.
    public static let mark = SyntheticTickerFields(rawValue: 4)
    /// Open interest.
    public static let openInterest = SyntheticTickerFields(rawValue: 8)
    /// The funding rate and its time.
    public static let funding = SyntheticTickerFields(rawValue: 16)
    /// Everything.
    public static let all: SyntheticTickerFields = [.trade, .quote, .mark, .openInterest, .funding]
}
