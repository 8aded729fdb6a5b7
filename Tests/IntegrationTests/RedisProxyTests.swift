import Foundation
import PipelineSupport
import Testing

/// A bad line between signals and Redis.
@Suite(
    "A bad line to Redis", .serialized,
    .enabled(
        if: RealKafka.servers != nil && ToxicProxy.server != nil, "needs KAFKA_BOOTSTRAP_SERVERS and TOXIPROXY_URL"))
struct RedisProxyTests {
    private static let toxics: [Toxic] = [
        .latency(milliseconds: 100, jitter: 50), .reset(milliseconds: 200), .bandwidth(kilobytesPerSecond: 20), .mute,
        .deaf, .away,
    ]

    @Test("Redis shows the books of the tape once the line is good again")
    func bad() async throws {
        let (comparison, redis) = try await onOwnThread { try Self.run() }
        #expect(comparison.wrong == [])
        #expect(comparison.books == 2)
        #expect(redis == [], "not shown by Redis")
    }

    private static func run() throws -> (TapeComparison, [String]) {
        let proxies = ProxyMap()
        defer { proxies.remove() }
        var options = try FaultyRun.options()
        options.route = { part, port in part == "signals" ? try proxies.route(part, port) : port }
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        let proxy = try proxies.proxy(of: "signals")
        for toxic in toxics {
            try proxy.suffer(toxic)
            try run.goOn(200)
            try proxy.heal(toxic)
            try run.goOn(50)
        }
        let away = run.pipeline.signals.total("tapedeck_redis_away_total")
        guard away > 0 else { throw PipelineFailure(what: "signals never missed Redis") }
        return (try run.end(), try run.waitForRedis())
    }
}
