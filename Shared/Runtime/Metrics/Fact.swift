public import Base
import Synchronization

/// One kind of event: `happened` both counts it and logs it.
///
/// The counter counts every event. The log is written at most once per key and interval, and the next line gives the number of
/// suppressed lines.
public final class Fact: Sendable {
    /// Beyond this many keys, all others share one limit, so that keys from external input cannot fill the memory.
    static let maximumKeys = 1000

    private let message: Logger.Message
    private let level: Logger.Level
    private let logger: Logger
    private let counter: Counter
    private let intervalNanoseconds: Int64
    private let clock: WallClock
    private let limits = Mutex<[String: Limit]>([:])

    private struct Limit {
        /// When the next line may be written.
        var nextTime: Int64
        var suppressed = 0
    }

    /// The first event of a key is logged at once.
    ///
    /// - Parameters:
    ///   - message: the message of the log line.
    ///   - counter: the counter of the events.
    ///   - intervalMilliseconds: the minimum time between two lines of one key.
    public init(
        _ message: Logger.Message, level: Logger.Level = .warning, logger: Logger, counter: Counter,
        intervalMilliseconds: Int64 = 10_000, clock: WallClock = .system
    ) {
        self.message = message
        self.level = level
        self.logger = logger
        self.counter = counter
        self.clock = clock
        intervalNanoseconds = intervalMilliseconds * 1_000_000
    }

    /// Reports that it happened `count` times to `key` (a symbol, a connection).
    public func happened(
        _ key: String = "", count: Int = 1, metadata: @autoclosure () -> Logger.Metadata = [:]
    ) {
        counter.increment(by: count)
        guard level >= logger.logLevel, let suppressed = pass(key, count: count) else { return }
        var metadata = metadata()
        if suppressed > 0 { metadata["suppressed"] = "\(suppressed)" }
        logger.log(level: level, message, metadata: metadata)
    }

    /// The number of suppressed lines since the last one; nil if this line is suppressed too.
    private func pass(_ key: String, count: Int) -> Int? {
        let now = clock.now()
        return limits.withLock { limits in
            let key = limits[key] != nil || limits.count < Self.maximumKeys ? key : ""
            var limit = limits[key] ?? Limit(nextTime: .min)
            defer { limits[key] = limit }
            guard now >= limit.nextTime else {
                limit.suppressed += count
                return nil
            }
            defer { limit = Limit(nextTime: now + intervalNanoseconds) }
            return limit.suppressed
        }
    }
}
