/// Why a tool failed. Its `description` is shown to the user.
public enum ToolError: Error, Sendable, Hashable {
    /// Redis cannot be reached, with its address and the reason.
    case redisAway(url: String, reason: String)
    /// Kafka cannot be reached.
    case kafkaAway(servers: String, reason: String)
    /// Nothing was recorded of the venue, with the known venues.
    case unknownVenue(String, known: [String])
    /// Nothing was recorded of the symbol, with the nearest names.
    case unknownSymbol(venue: String, symbol: String, nearest: [String], count: Int)
    /// No book of that market has arrived; the venue's other markets of the same symbol.
    case noBook(String, others: [String])
    /// Several markets may be meant.
    case ambiguousMarket(String, markets: [String])
    /// The value in Redis is not a book.
    case unreadableBook(key: String, reason: String)
    /// There is no such topic; the nearest names.
    case unknownTopic(String, nearest: [String])
    /// This many topics differ from the table.
    case topicsDiffer(count: Int)
    /// An HTTP server does not answer, or not with 200.
    case noAnswer(url: String, reason: String)
    /// No service listens at the configured address.
    case noService(host: String)
}

extension ToolError: CustomStringConvertible {
    /// What happened, and what to do about it.
    public var description: String {
        switch self {
        case .redisAway(let url, let reason):
            "Redis at \(url) cannot be reached: \(reason)\n"
                + "Is it running? The address is redis.url of the configuration, or TAPEDECK_REDIS_URL."
        case .kafkaAway(let servers, let reason):
            "Kafka at \(servers) cannot be reached: \(reason)\n"
                + "Is it running? The address is kafka.bootstrap_servers of the configuration, or "
                + "TAPEDECK_KAFKA_BOOTSTRAP_SERVERS."
        case .unknownVenue(let venue, let known) where known.isEmpty:
            "no book of '\(venue)': there is none of any venue yet. Do the services run, signals among them?"
        case .unknownVenue(let venue, let known):
            "nothing was recorded of a venue '\(venue)'; there is \(known.joined(separator: ", "))"
        case .unknownSymbol(let venue, let symbol, let nearest, let count):
            "nothing was recorded of '\(symbol)' at \(venue), of which \(count) symbols are known"
                + (nearest.isEmpty ? "" : "\nDid you mean \(nearest.joined(separator: ", "))?")
        case .noBook(let market, let others) where others.isEmpty:
            "\(market) is known, but no book of it has arrived; is the kind 'book' recorded?"
        case .noBook(let market, let others):
            "there is no market \(market); there is \(others.joined(separator: ", "))"
        case .ambiguousMarket(let market, let markets):
            "\(market) needs a product, for it may be one of \(markets.count) markets:\n"
                + markets.map { "    \($0)" }.joined(separator: "\n")
        case .unreadableBook(let key, let reason): "\(key) in Redis is no book that this version reads: \(reason)"
        case .unknownTopic(let topic, let nearest):
            "there is no topic '\(topic)'"
                + (nearest.isEmpty ? "" : "\nDid you mean \(nearest.joined(separator: ", "))?")
                + "\nSee `tapedeck topics list`."
        case .topicsDiffer(let count):
            "\(count) \(count == 1 ? "topic is" : "topics are") not as they should be"
        case .noAnswer(let url, let reason): "\(url): \(reason)"
        case .noService(let host):
            "no service answers on \(host) at the ports of metrics.ports"
        }
    }
}
