/// The name of a market: `<venue>:<product>:<symbol>`, such as `binance:linear:BTCUSDT`.
///
/// It is the same everywhere: in the keys of documents, of requests and of dedup's state, in Redis, on the command line and in logs.
/// The symbol comes last because it may hold a colon; in a venue's name `:` and `%` stand as `%3A` and `%25`.
public struct MarketName: Sendable, Hashable, CustomStringConvertible {
    /// The venue's name, such as `binance`.
    public var venue: String
    /// The kind of market.
    public var product: Product
    /// The venue's own spelling, such as `BTCUSDT`; `*` for what concerns all of a venue's markets of that product.
    public var symbol: String

    /// Makes a name.
    public init(venue: String, product: Product, symbol: String) {
        self.venue = venue
        self.product = product
        self.symbol = symbol
    }

    /// Reads a name as `description` writes it; nil where a part is missing or the product is not known.
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

    /// A `%` that begins neither of the two stands for itself.
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
