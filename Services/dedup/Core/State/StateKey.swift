import MarketData

/// Says whose state a record of the changelog holds, and which part of it: `book|0||binance:linear:BTCUSDT`.
///
/// The fields are the kind, the depth, the part (empty for the channel itself) and, last because it may hold anything, the market.
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
    var depth: Int32
    var part = Part.channel
    var market: MarketName

    /// What the keys of a kind begin with.
    static func prefix(of kind: KindDeclaration) -> [UInt8] { Array("\(kind.name)|".utf8) }

    /// The record's key.
    var text: String { "\(kind.topicName)|\(depth)|\(part.text)|\(market)" }
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
        let parts = text.split(separator: "|", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, let kind = TopicName.kinds.first(where: { $0.topicName == parts[0] }),
            let depth = Int32(parts[1]), let part = Part(parts[2]), let market = MarketName(parts[3])
        else { throw .unknownKey }
        self.init(kind: kind, depth: depth, part: part, market: market)
    }

    /// The key of another part of the same channel.
    func of(_ part: Part) -> StateKey {
        var key = self
        key.part = part
        return key
    }
}
