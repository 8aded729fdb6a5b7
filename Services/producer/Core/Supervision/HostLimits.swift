import Synchronization
import VenueKit

/// The venues' limits per host. There is one for the whole process, because venues count per address, over all connections,
/// sources and products.
final class HostLimits: Sendable {
    /// The kinds of limits.
    enum Kind: Hashable {
        /// New WebSockets.
        case connect
        /// Weight of REST requests.
        case request
    }

    private struct Key: Hashable {
        var kind: Kind
        var venue: String
        var host: String
        var limit: RateLimit
    }

    private struct Entry {
        var bucket: TokenBucket
        var blockedUntil: Int64 = 0
    }

    private let entries = Mutex<[Key: Entry]>([:])

    /// Bans last up to three days (https://developers.binance.com/docs/binance-spot-api-docs/rest-api/limits).
    static let longestBlockSeconds = 3 * 24 * 3600

    /// Takes `count` tokens and returns after how many nanoseconds they may be used.
    func reserve(
        _ kind: Kind, _ count: Int = 1, venue: String, url: String, limit: RateLimit, at now: Int64
    ) -> Int64 {
        let key = Key(kind: kind, venue: venue, host: Self.host(of: url), limit: limit)
        return entries.withLock { entries in
            var entry = entries[key] ?? Entry(bucket: TokenBucket(limit))
            defer { entries[key] = entry }
            return max(entry.bucket.reserve(count, at: now), max(entry.blockedUntil, now) - now)
        }
    }

    /// How much longer no request may be sent to the venue. Earlier reservations have to wait as well.
    func blockedNanoseconds(_ kind: Kind, venue: String, url: String, limit: RateLimit, at now: Int64) -> Int64 {
        let key = Key(kind: kind, venue: venue, host: Self.host(of: url), limit: limit)
        return entries.withLock { max(0, ($0[key]?.blockedUntil ?? now) - now) }
    }

    /// The venue asked us to wait: nothing is sent to the host for this long, and after that only slowly.
    func block(_ kind: Kind, venue: String, url: String, limit: RateLimit, seconds: Int, at now: Int64) {
        let key = Key(kind: kind, venue: venue, host: Self.host(of: url), limit: limit)
        let end = now + Int64(max(0, min(seconds, Self.longestBlockSeconds))) * 1_000_000_000
        entries.withLock { entries in
            var entry = entries[key] ?? Entry(bucket: TokenBucket(limit))
            entry.blockedUntil = max(entry.blockedUntil, end)
            entry.bucket.empty(until: end)
            entries[key] = entry
        }
    }

    /// `wss://stream.bybit.com:443/v5` → `stream.bybit.com:443`.
    static func host(of url: String) -> String {
        let parts = url.split(separator: "/", omittingEmptySubsequences: true)
        return parts.count > 1 && parts[0].hasSuffix(":") ? String(parts[1]) : url
    }
}
