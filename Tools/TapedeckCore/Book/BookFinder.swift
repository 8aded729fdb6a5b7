import JSON
import MarketData
import Redis
import SignalsCore
import ToolKit

/// Finds books in Redis, and explains why a book is missing.
struct BookFinder {
    private let redis: RedisConnection

    /// - Parameter redis: a connection, which is opened when needed.
    init(_ redis: RedisConnection) { self.redis = redis }

    /// The latest book of the market; throws if several markets match.
    func book(_ query: MarketQuery) throws(ToolError) -> BookView {
        let found = try answer { () throws(RedisError) in
            if !redis.isConnected { try redis.connect() }
            return try stored(query)
        }
        guard found.count < 2 else { throw .ambiguousMarket("\(query)", markets: found.map { "\($0.market)" }) }
        guard let (market, text) = found.first else {
            throw try answer { () throws(RedisError) in try absence(query) }
        }
        do throws(DecodeError) {
            return try BookView(text)
        } catch {
            throw .unreadableBook(key: Self.key(market), reason: "\(error)")
        }
    }

    private static func key(_ market: MarketName) -> String { RedisKey.key("book", market) }

    /// The books of all matching markets.
    private func stored(_ query: MarketQuery) throws(RedisError) -> [(market: MarketName, text: [UInt8])] {
        let markets: [MarketName]
        if let market = query.market {
            markets = [market]
        } else {
            markets = try self.markets(of: query.venue).filter(query.matches)
        }
        var found: [(market: MarketName, text: [UInt8])] = []
        for market in markets {
            if case .bytes(let text) = try redis.send("GET", Self.key(market)) { found.append((market, text)) }
        }
        return found
    }

    /// Why there is no book.
    private func absence(_ query: MarketQuery) throws(RedisError) -> ToolError {
        let venues = try members(RedisKey.venues)
        guard venues.contains(query.venue) else { return .unknownVenue(query.venue, known: venues) }
        let markets = try markets(of: query.venue)
        if markets.contains(where: query.matches) { return .noBook("\(query)", others: []) }
        let others = markets.filter { $0.symbol == query.symbol }
        if !others.isEmpty { return .noBook("\(query)", others: others.map { "\($0)" }) }
        let symbols = Set(markets.map(\.symbol))
        return .unknownSymbol(
            venue: query.venue, symbol: query.symbol, nearest: NearestNames.of(query.symbol, among: Array(symbols)),
            count: symbols.count)
    }

    /// The venue's known markets, sorted.
    private func markets(of venue: String) throws(RedisError) -> [MarketName] {
        try members(RedisKey.markets(venue)).compactMap { MarketName($0) }
    }

    private func members(_ key: String) throws(RedisError) -> [String] {
        (try redis.send("SMEMBERS", key).array ?? []).compactMap(\.text).sorted()
    }

    private func answer<Value>(_ ask: () throws(RedisError) -> Value) throws(ToolError) -> Value {
        do throws(RedisError) {
            return try ask()
        } catch {
            redis.disconnect()
            throw .redisAway(url: "\(redis.config)", reason: "\(error)")
        }
    }
}
