import MarketData

/// Says whose state a record of the changelog holds: `book|binance|linear|0||BTCUSDT`.
///
/// The fields are the kind, the venue, the product, the depth, the page (empty for the channel itself) and, last because
/// it may hold anything, the venue's spelling of the symbol.
package struct StateKey: Sendable, Hashable {
    var kind: EventKind
    var venue: String
    var product: Product
    var depth: Int32
    /// The page of the channel's identities that the record holds; nil for the channel's own record.
    var page: Int?
    var symbol: String

    /// What the keys of a kind begin with.
    static func prefix(of kind: EventKind) -> [UInt8] { Array("\(kind.topicName)|".utf8) }

    /// The record's key.
    var text: String {
        "\(kind.topicName)|\(venue)|\(product.name)|\(depth)|\(page.map { "\($0)" } ?? "")|\(symbol)"
    }
}

extension StateKey {
    /// Reads a record's key.
    package init(_ bytes: UnsafeRawBufferPointer) throws(StateError) {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts = text.split(separator: "|", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, let kind = TopicName.kinds.first(where: { $0.topicName == parts[0] }),
            let product = Product(name: String(parts[2])), let depth = Int32(parts[3]),
            let page = parts[4].isEmpty ? -1 : UInt32(parts[4]).map(Int.init)
        else { throw .unknownKey }
        self.init(
            kind: kind, venue: String(parts[1]), product: product, depth: depth, page: page < 0 ? nil : page,
            symbol: String(parts[5]))
    }
}
