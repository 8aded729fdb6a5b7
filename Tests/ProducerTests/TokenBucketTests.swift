import BinanceVenue
import BybitVenue
import MarketData
import Simulator
import Testing
import VenueKit

@testable import ProducerCore

@Suite("Token bucket")
struct TokenBucketTests {
    private static let second: Int64 = 1_000_000_000

    @Test("a burst goes at once, and then as fast as tokens come back")
    func burst() {
        var bucket = TokenBucket(RateLimit(burst: 3, tokens: 2, milliseconds: 1000))
        var waits: [Int64] = []
        for _ in 0..<6 { waits.append(bucket.reserve(1, at: 10 * Self.second)) }
        #expect(waits == [0, 0, 0, 1, 2, 3].map { $0 * Self.second / 2 })
        // What was reserved is paid for; after a rest the bucket is full again, and not fuller.
        #expect(bucket.reserve(3, at: 30 * Self.second) == 0)
        #expect(bucket.reserve(1, at: 30 * Self.second) == Self.second / 2)
    }

    @Test("more than the burst goes when the bucket is full, and is paid for by the next")
    func heavy() {
        var bucket = TokenBucket(RateLimit(burst: 10, tokens: 10, milliseconds: 1000))
        #expect(bucket.reserve(40, at: Self.second) == 0)
        #expect(bucket.reserve(1, at: Self.second) > 2 * Self.second)
    }

    @Test("an emptied bucket waits, then fills from nothing")
    func emptied() {
        var bucket = TokenBucket(RateLimit(burst: 2, tokens: 1, milliseconds: 1000))
        bucket.empty(until: 60 * Self.second)
        #expect(bucket.reserve(1, at: Self.second) == 60 * Self.second)
    }

    @Test("a clock that was set back costs an hour at most")
    func clockSetBack() {
        var bucket = TokenBucket(.spaced(milliseconds: 100))
        _ = bucket.reserve(1, at: 1_000_000 * Self.second)
        #expect(bucket.reserve(1, at: 1000 * Self.second) <= TokenBucket.longestWaitNanoseconds)
    }

    @Test("whatever is asked when, no window holds more than burst and refill", arguments: [UInt64(1), 2, 3, 4])
    func windows(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let limit = RateLimit(burst: 5, tokens: 10, milliseconds: 1000)
        var bucket = TokenBucket(limit)
        var now = Self.second
        var uses: [Int64] = []
        for _ in 0..<500 {
            now += Int64.random(in: 0...200_000_000, using: &generator)
            for _ in 0..<Int.random(in: 0...3, using: &generator) { uses.append(now + bucket.reserve(1, at: now)) }
        }
        #expect(uses == uses.sorted())
        for start in uses {
            let inWindow = uses.count { $0 >= start && $0 < start + Self.second }
            #expect(inWindow <= limit.burst + limit.tokens)
        }
    }

    @Test("hosts are limited apart, sources and products together, and a block holds for all of a host")
    func hosts() {
        let limits = HostLimits()
        let limit = RateLimit(burst: 1, tokens: 1, milliseconds: 1000)
        func wait(_ url: String, _ kind: HostLimits.Kind = .connect) -> Int64 {
            limits.reserve(kind, venue: "bybit", url: url, limit: limit, at: Self.second)
        }
        #expect(wait("wss://a.example/v5/public/spot") == 0)
        #expect(wait("wss://a.example/v5/public/linear") == Self.second)
        #expect(wait("wss://b.example/v5/public/spot") == 0)
        #expect(wait("https://a.example/v5", .request) == 0)
        limits.block(
            .request, venue: "bybit", url: "https://a.example", limit: limit, seconds: 30, at: Self.second)
        #expect(wait("https://a.example/other", .request) >= 30 * Self.second)
        func blocked(at time: Int64) -> Int64 {
            limits.blockedNanoseconds(
                .request, venue: "bybit", url: "https://a.example/x", limit: limit, at: time * Self.second)
        }
        #expect(blocked(at: 11) == 20 * Self.second)
        #expect(blocked(at: 31) == 0)
        #expect(wait("wss://b.example/v5/public/spot") == Self.second)
    }

    @Test("the seconds to wait come from the header, the venue's table, or a default")
    func seconds() {
        let binance = Binance().policy(for: .spot)
        #expect(binance.waitSeconds(status: 429, retryAfter: "7") == 7)
        #expect(binance.waitSeconds(status: 418, retryAfter: nil) == binance.defaultRetrySeconds)
        #expect(binance.waitSeconds(status: 429, retryAfter: "soon") == binance.defaultRetrySeconds)
        #expect(binance.waitSeconds(status: 403, retryAfter: "7") == nil)
        #expect(Bybit().policy(for: .spot).waitSeconds(status: 403, retryAfter: nil) == 600)
        #expect(binance.waitSeconds(status: 500, retryAfter: "7") == nil)
    }

    @Test("frames go out in order and in their groups, urgent ones first, no faster than the limit")
    func sendQueue() {
        var queue = SendQueue(.spaced(milliseconds: 100))
        for frames in [["a"], ["b", "c"], ["d"]] { #expect(queue.append(frames) == true) }
        #expect(queue.next(at: Self.second) == .send(["a"]))
        #expect(queue.next(at: Self.second) == .wait(100_000_000))
        #expect(queue.append(["pong"], isUrgent: true) == true)
        #expect(queue.next(at: Self.second + 100_000_000) == .send(["pong"]))
        // The turn that the pong took was one of two frames, which are paid for.
        #expect(queue.next(at: Self.second + 200_000_000) == .wait(100_000_000))
        #expect(queue.next(at: Self.second + 300_000_000) == .send(["b", "c"]))
        #expect(queue.next(at: Self.second + 300_000_000) == .wait(200_000_000))
        #expect(queue.next(at: Self.second + 500_000_000) == .send(["d"]))
        #expect(queue.next(at: Self.second + 500_000_000) == .idle)
        for _ in 0..<SendQueue.limit { #expect(queue.append(["x"]) == true) }
        #expect(queue.append(["x"]) == false)
    }
}
