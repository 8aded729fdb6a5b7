public import MarketData
public import Redis

/// Keeps Redis at the board's state: writes what changed, all of it again after Redis went away and came back, and what Redis has
/// refused until it takes it.
public struct RedisWriter: ~Copyable {
    private let redis: RedisConnection
    private var publisher: RedisPublisher
    /// When to try to connect again, in nanoseconds of the caller's clock.
    private var nextAttempt: Int64 = 0
    private static let retryNanoseconds: Int64 = 500_000_000
    /// When to write again what Redis has refused.
    private var nextRepeat: Int64 = 0
    /// What Redis said when it refused a command, until it has taken everything.
    public private(set) var refusal: RedisError?
    /// Commands that Redis has refused since the writer began.
    public private(set) var refusedCommands = 0
    /// When to ask whether Redis is still there, if nothing is written until then.
    private var nextPing: Int64 = 0
    private static let pingNanoseconds: Int64 = 1_000_000_000

    /// What a write did.
    public enum Outcome: Sendable {
        /// So many markets were written; `refused` commands were answered with an error.
        case written(markets: Int, refused: Int)
        /// Nothing had changed.
        case idle
        /// Redis is away; the changes stay with the board.
        case away(RedisError)
        /// Redis is back, and everything was written again.
        case resumed(markets: Int)
        /// Redis is away, and it is too early to try again.
        case waiting
    }

    /// - Parameters:
    ///   - levels: levels a side that are written.
    ///   - freshMilliseconds: how old a venue's book may be to count in the books over all venues.
    public init(_ redis: RedisConnection, levels: Int, freshMilliseconds: Int) {
        self.redis = redis
        publisher = RedisPublisher(levels: levels, freshMilliseconds: freshMilliseconds)
    }

    /// Writes what changed on the board since the last call.
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
            // What was taken from the board may not have arrived: it is marked again at the next connect.
            redis.disconnect()
            nextAttempt = now.nanoseconds + Self.retryNanoseconds
            return .away(error)
        }
    }

    /// Reads the answers to all that was written; what was refused is written again after a pause.
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
