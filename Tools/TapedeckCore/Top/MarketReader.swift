import MarketData
import Redis

/// Reads the best bids and asks of all markets from Redis.
struct MarketReader {
    /// Commands that go out together.
    private static let pipelineLength = 500
    /// New markets are looked for every so many readings.
    private static let readingsPerSurvey = 10

    private struct Market {
        var venue: String
        var symbol: String
        var product: String
        var key: String
    }

    private let redis: RedisConnection
    private var markets: [Market] = []
    private var readings = 0

    init(_ redis: RedisConnection) { self.redis = redis }

    /// The quotes of the markets that have one; nil while Redis is away.
    mutating func quotes() -> [MarketQuote]? {
        do throws(RedisError) {
            if !redis.isConnected {
                try redis.connect()
                readings = 0
            }
            if readings % Self.readingsPerSurvey == 0 { try survey() }
            readings += 1
            let replies = try ask("HGETALL", markets.map(\.key))
            return zip(markets, replies).compactMap { market, reply in
                guard let fields = reply.dictionary, !fields.isEmpty else { return nil }
                return MarketQuote(
                    venue: market.venue, symbol: market.symbol, product: market.product, fields: fields)
            }
        } catch {
            redis.disconnect()
            return nil
        }
    }

    /// Finds the keys that there are: one a symbol, and one for each further product of it.
    private mutating func survey() throws(RedisError) {
        var candidates: [Market] = []
        for venue in try members("venues") {
            for symbol in try members("symbols:\(venue)") {
                let plain = "bbo:\(venue):\(symbol)"
                candidates.append(Market(venue: venue, symbol: symbol, product: "", key: plain))
                candidates += Product.allCases.map { product in
                    Market(venue: venue, symbol: symbol, product: product.name, key: "\(plain):\(product.name)")
                }
            }
        }
        let exist = try ask("EXISTS", candidates.map(\.key))
        markets = zip(candidates, exist).filter { $1.integer == 1 }.map(\.0)
    }

    private func members(_ key: String) throws(RedisError) -> [String] {
        (try redis.send("SMEMBERS", key).array ?? []).compactMap(\.text).sorted()
    }

    /// The answers to one command for each key.
    private func ask(_ command: StaticString, _ keys: [String]) throws(RedisError) -> [RedisReply] {
        var replies: [RedisReply] = []
        for start in stride(from: 0, to: keys.count, by: Self.pipelineLength) {
            let part = keys[start..<min(keys.count, start + Self.pipelineLength)]
            for key in part { redis.append(command) { $0.append(key) } }
            for _ in part { replies.append(try redis.readReply()) }
        }
        return replies
    }
}
