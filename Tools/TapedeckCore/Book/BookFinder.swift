import JSON
import MarketData
import Redis

/// Finds books in Redis, and says what is there instead of one that is not.
struct BookFinder {
    private let redis: RedisConnection

    /// - Parameter redis: a connection that is made when it is needed.
    init(_ redis: RedisConnection) { self.redis = redis }

    /// The latest book of a symbol; `product` chooses among several of one symbol.
    func book(venue: String, symbol: String, product: Product?) throws(ToolError) -> BookView {
        let texts = try answer { () throws(RedisError) in
            if !redis.isConnected { try redis.connect() }
            return try stored(venue, symbol)
        }
        var found: [BookView] = []
        for (key, text) in texts {
            do throws(DecodeError) {
                found.append(try BookView(text))
            } catch {
                throw .unreadableBook(key: key, reason: "\(error)")
            }
        }
        if let book = found.first(where: { product == nil || $0.product == product?.name }) { return book }
        if let product, !found.isEmpty {
            throw .noBook(venue: venue, symbol: symbol, product: product.name, products: found.map(\.product))
        }
        throw try answer { () throws(RedisError) in try absence(venue, symbol) }
    }

    /// The books of a symbol: the one that owns the plain key first, then those of its other products.
    private func stored(_ venue: String, _ symbol: String) throws(RedisError) -> [(key: String, text: [UInt8])] {
        let plain = "book:\(venue):\(symbol)"
        var texts: [(key: String, text: [UInt8])] = []
        for key in [plain] + Product.allCases.map({ "\(plain):\($0.name)" }) {
            if case .bytes(let text) = try redis.send("GET", key) { texts.append((key, text)) }
        }
        return texts
    }

    /// Why there is no book.
    private func absence(_ venue: String, _ symbol: String) throws(RedisError) -> ToolError {
        let venues = try members("venues")
        guard venues.contains(venue) else { return .unknownVenue(venue, known: venues) }
        let symbols = try members("symbols:\(venue)")
        if symbols.contains(symbol) { return .noBook(venue: venue, symbol: symbol, product: nil, products: []) }
        return .unknownSymbol(
            venue: venue, symbol: symbol, nearest: NearestNames.of(symbol, among: symbols), count: symbols.count)
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
