/// The name of a market: `<venue>:<product>:<symbol>`, such as `binance:linear:BTCUSDT`.
///
/// The same name is used everywhere: in the keys of documents, requests and dedup's state, in Redis, on the command line and in
/// logs. The symbol comes last because it may contain a colon; in a venue's name `:` and `%` are written as `%3A` and `%25`.
public struct MarketName: Sendable, Hashable, CustomStringConvertible {
    /// The venue's name, such as `binance`.
    public var venue: String
    /// The kind of market.
    public var product: Product
    /// The venue's own spelling, such as `BTCUSDT`; `*` for all markets of that product.
    public var symbol: String

    /// Nothing is escaped here; `description` does that.
    public init(venue: String, product: Product, symbol: String) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
    }

    /// Parses the output of `description`; nil if a part is missing or the product is unknown.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let product = Product(name: parts[1]) else { return nil }
        self.init(venue: Self.unescaped(parts[0]), product: product, symbol: String(parts[2]))
    }

    /// The name as text.
    public var description: String { "\(Self.escaped(venue)):\(product.name):\(symbol)" }

    private static func escaped(_ venue: String) -> String {
        guard venue.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") }) else { return venue }
        var text = ""
        for character in venue.unicodeScalars {
            switch character {
            case ":": text += "%3A"
            case "%": text += "%25"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    /// Any other `%` is kept.
    private static func unescaped(_ venue: some StringProtocol) -> String {
        var text = ""
        var rest = String(venue).unicodeScalars[...]
        while let place = rest.firstIndex(of: "%") {
            text.unicodeScalars.append(contentsOf: rest[..<place])
            rest = rest[place...]
            switch String(String.UnicodeScalarView(rest.prefix(3))) {
            case "%3A": text += ":"
            case "%25": text += "%"
            default:
                text += "%"
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(3)
        }
        text.unicodeScalars.append(contentsOf: rest)
        return text
    }
}
