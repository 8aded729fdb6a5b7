import MarketData

/// The key of a record of the changelog: the channel and the part of its state, such as `book|0||binance:linear:BTCUSDT`.
///
/// The fields are the kind, the depth, the part (empty for the channel itself) and the market, which is last because it may
/// contain any character.
package struct StateKey: Sendable, Hashable {
    /// The part of a channel's state in a record.
    enum Part: Sendable, Hashable {
        /// The channel's own record.
        case channel
        /// A page of its identities: `7`.
        case page(Int)
        /// A waiting document, by its last sequence: `d501`, or `s501` for a snapshot.
        case held(HeldKey)
    }

    var kind: EventKind
    var depth: Int32
    var part = Part.channel
    var market: MarketName

    /// The prefix of all keys of a kind.
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
    /// Parses a record's key.
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
