import Foundation
public import MarketData
import Redis
public import TestSupport

/// A book as Redis shows it, as far as it must be equal to the one on Kafka.
public struct RedisBook: Equatable, Sendable {
    /// The state's name.
    public var state: String
    /// The venue's last sequence.
    public var sequence: Int64?
    /// The best bids.
    public var bids: [Level]
    /// The best asks.
    public var asks: [Level]

    /// What Redis must show of a book.
    public init(of kept: MarketBooks.Kept, levels: Int) {
        state = kept.keeper.state.name
        sequence = kept.keeper.lastSequence
        bids = kept.keeper.top(levels, .bid)
        asks = kept.keeper.top(levels, .ask)
    }

    /// What Redis shows; nil where it has nothing.
    public static func read(_ key: String, from redis: RunningRedis) throws -> RedisBook? {
        guard let text = try redis.connect().send("GET", key).text,
            let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        else { return nil }
        return try RedisBook(object)
    }

    private init(_ object: [String: Any]) throws {
        func levels(_ name: String) throws -> [Level] {
            try (object[name] as? [[String]] ?? []).map {
                Level(price: try Decimal($0[0]), size: try Decimal($0[1]))
            }
        }
        state = object["state"] as? String ?? ""
        sequence = (object["sequence"] as? NSNumber)?.int64Value
        bids = try levels("bids")
        asks = try levels("asks")
    }
}
