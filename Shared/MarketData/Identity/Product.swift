/// The kind of market of a symbol. One venue may use the same symbol in several.
public enum Product: UInt8, Sendable, CaseIterable, Hashable, BitwiseCopyable {
    /// Coins change hands.
    case spot
    /// Perpetuals and futures margined and settled in the quote currency.
    case linear
    /// Perpetuals and futures margined and settled in the base currency; sizes are often contracts.
    case inverse
    /// Options.
    case option

    /// The name used in documents, record headers and configuration.
    public var name: String {
        switch self {
        case .spot: "spot"
        case .linear: "linear"
        case .inverse: "inverse"
        case .option: "option"
        }
    }

    /// The product of that name, as `name` spells it.
    public init?(name: some StringProtocol) {
        guard let product = Product.allCases.first(where: { $0.name == name }) else { return nil }
        self = product
    }
}
