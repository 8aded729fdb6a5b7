import MarketData

/// Says whose state a record of the changelog holds, and which part of it: `book|binance|linear|0||BTCUSDT`.
///
/// The fields are the kind, the venue, the product, the depth, the part (empty for the channel itself) and, last because
/// it may hold anything, the venue's spelling of the symbol. A venue's name may hold anything too: `%` and `|` in it stand
/// as `%25` and `%7C`.
package struct StateKey: Sendable, Hashable {
    /// What of a channel a record holds.
    enum Part: Sendable, Hashable {
        /// The channel's own record.
        case channel
        /// A page of its identities: `7`.
        case page(Int)
        /// A document that waits, by its last sequence: `d501`, or `s501` for a snapshot.
        case held(HeldKey)
    }

    var kind: EventKind
    var venue: String
    var product: Product
    var depth: Int32
    var part = Part.channel
    var symbol: String

    /// What the keys of a kind begin with.
    static func prefix(of kind: EventKind) -> [UInt8] { Array("\(kind.topicName)|".utf8) }

    /// The record's key.
    var text: String {
        "\(kind.topicName)|\(Self.escaped(venue))|\(product.name)|\(depth)|\(part.text)|\(symbol)"
    }

    private static func escaped(_ venue: String) -> String {
        guard venue.utf8.contains(where: { $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: "%") }) else { return venue }
        var text = ""
        for character in venue.unicodeScalars {
            switch character {
            case "|": text += "%7C"
            case "%": text += "%25"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    private static func unescaped(_ venue: Substring) -> String {
        var text = ""
        var rest = venue.unicodeScalars[...]
        while let place = rest.firstIndex(of: "%") {
            text += String(rest[..<place])
            let code = rest[place...].prefix(3)
            let isKnown = String(code) == "%7C" || String(code) == "%25"
            text += String(code) == "%7C" ? "|" : "%"
            rest = rest[(isKnown ? code.endIndex : rest.index(after: place))...]
        }
        return text + String(rest)
    }
}

extension StateKey.Part {
    fileprivate var text: String {
        switch self {
        case .channel: ""
        case .page(let page): "\(page)"
        case .held(let key): "\(key.isSnapshot ? "s" : "d")\(key.last)"
        }
    }

    fileprivate init?(_ text: Substring) {
        switch text.first {
        case nil: self = .channel
        case "s", "d":
            guard let last = Int64(text.dropFirst()) else { return nil }
            self = .held(HeldKey(last: last, isSnapshot: text.first == "s"))
        default:
            guard let page = UInt32(text) else { return nil }
            self = .page(Int(page))
        }
    }
}

extension StateKey {
    /// Reads a record's key.
    package init(_ bytes: UnsafeRawBufferPointer) throws(StateError) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, let kind = TopicName.kinds.first(where: { $0.topicName == parts[0] }),
            let product = Product(name: String(parts[2])), let depth = Int32(parts[3]), let part = Part(parts[4])
        else { throw .unknownKey }
        self.init(
            kind: kind, venue: Self.unescaped(parts[1]), product: product, depth: depth, part: part,
            symbol: String(parts[5]))
    }

    /// The key of another part of the same channel.
    func of(_ part: Part) -> StateKey {
        var key = self
        key.part = part
        return key
    }
}
