/// The side of a book.
public enum Side: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// Buy orders.
    case bid
    /// Sell orders.
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
