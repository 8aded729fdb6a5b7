/// The side of a book.
public enum Side: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// Those who want to buy.
    case bid
    /// Those who want to sell.
    case ask
}

/// The side of the order that took liquidity.
public enum AggressorSide: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// The taker bought.
    case buy
    /// The taker sold.
    case sell
    /// The venue does not say, or there was none (an auction).
    case unknown
}
