import MarketData
import Redis
import SignalsCore

/// Reads the best bids and asks of all markets from Redis.
struct MarketReader {
    /// The number of commands sent together.
    private static let pipelineLength = 500
    /// New markets are searched once per this many readings.
    private static let readingsPerSurvey = 10

    private let redis: RedisConnection
    private var markets: [MarketName] = []
    private var readings = 0

    init(_ redis: RedisConnection) { self.redis = redis }

    /// The quotes of the markets that have one; nil while Redis is unavailable.
    mutating func quotes() -> [MarketQuote]? {
        do throws(RedisError) {
            if !redis.isConnected {
                try redis.connect()
                readings = 0
            }
            if readings % Self.readingsPerSurvey == 0 { try survey() }
            readings += 1
            let replies = try ask("HGETALL", markets.map(Self.key))
            return zip(markets, replies).compactMap { market, reply in
                guard let fields = reply.dictionary, !fields.isEmpty else { return nil }
                return MarketQuote(market, fields: fields)
            }
        } catch {
            redis.disconnect()
            return nil
        }
    }

    private static func key(_ market: MarketName) -> String { RedisKey.key("bbo", market) }

    /// Finds the markets that have a quote.
    private mutating func survey() throws(RedisError) {
        var known: [MarketName] = []
        for venue in try members(RedisKey.venues) {
            known += try members(RedisKey.markets(venue)).compactMap { MarketName($0) }
        }
        let exist = try ask("EXISTS", known.map(Self.key))
        markets = zip(known, exist).filter { $1.integer == 1 }.map(\.0)
    }

    private func members(_ key: String) throws(RedisError) -> [String] {
        (try redis.send("SMEMBERS", key).array ?? []).compactMap(\.text).sorted()
    }

    /// The answers to one command per key.
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
