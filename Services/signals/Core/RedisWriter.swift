public import MarketData
public import Redis

/// Keeps Redis at the board's state. It writes all changes, writes everything after Redis was unavailable, and repeats refused
/// commands until Redis accepts them.
public struct RedisWriter: ~Copyable {
    private let redis: RedisConnection
    private var publisher: RedisPublisher
    /// When to try to connect again, in nanoseconds of the caller's clock.
    private var nextAttempt: Int64 = 0
    private static let retryNanoseconds: Int64 = 500_000_000
    /// When to write the refused values again.
    private var nextRepeat: Int64 = 0
    /// Redis's error for a refused command, until it has accepted everything.
    public private(set) var refusal: RedisError?
    /// The total number of refused commands.
    public private(set) var refusedCommands = 0
    /// When to check whether Redis is still available, if nothing is written until then.
    private var nextPing: Int64 = 0
    private static let pingNanoseconds: Int64 = 1_000_000_000

    /// The result of a write.
    public enum Outcome: Sendable {
        /// The number of written markets; `refused` commands were answered with an error.
        case written(markets: Int, refused: Int)
        /// Nothing had changed.
        case idle
        /// Redis is unavailable; the changes stay in the board.
        case away(RedisError)
        /// Redis is back, and everything was written again.
        case resumed(markets: Int)
        /// Redis is unavailable, and it is too early to try again.
        case waiting
    }

    /// - Parameters:
    ///   - levels: the number of levels per side.
    ///   - freshMilliseconds: the maximum age of a venue's book in the books over all venues.
    public init(_ redis: RedisConnection, levels: Int, freshMilliseconds: Int) {
        self.redis = redis
        publisher = RedisPublisher(levels: levels, freshMilliseconds: freshMilliseconds)
    }

    /// Writes the changes of the board since the last call.
    public mutating func write(_ board: MarketBoard, now: Timestamp) -> Outcome {
        let wasConnected = redis.isConnected
        do throws(RedisError) {
            if !wasConnected {
                guard now.nanoseconds >= nextAttempt else { return .waiting }
                try redis.connect()
                publisher.forgetAnnounced()
                board.markAllChanged()
            } else if publisher.hasRefusals, now.nanoseconds >= nextRepeat {
                board.markChanged(publisher.takeRefused())
            }
            let count = publisher.append(board, now: now, to: redis)
            if count == 0 {
                guard wasConnected else { return .resumed(markets: 0) }
                guard now.nanoseconds >= nextPing else { return .idle }
                redis.append("PING")
            }
            try redis.flush()
            let refused = try readReplies(now)
            nextPing = now.nanoseconds + Self.pingNanoseconds
            guard count > 0 else { return .idle }
            return wasConnected ? .written(markets: count, refused: refused) : .resumed(markets: count)
        } catch {
            // Changes taken from the board may not have arrived: everything is marked as changed at the next connect.
            redis.disconnect()
            nextAttempt = now.nanoseconds + Self.retryNanoseconds
            return .away(error)
        }
    }

    /// Reads the answers to all commands; refused values are written again after a pause.
    private mutating func readReplies(_ now: Timestamp) throws(RedisError) -> Int {
        var places: [Int] = []
        let (refused, first) = try redis.readReplies { place, _ in places.append(place) }
        for place in places { publisher.noteRefusal(at: place) }
        if let first {
            refusedCommands += refused
            refusal = first
            nextRepeat = now.nanoseconds + Self.retryNanoseconds
        } else if !publisher.hasRefusals {
            refusal = nil
        }
        return refused
    }
}
