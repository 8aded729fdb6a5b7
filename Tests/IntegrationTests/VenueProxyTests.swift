import Foundation
import PipelineSupport
import Testing

/// A bad line between one producer and its venue, while the other source has a good one.
@Suite(
    "A bad line to a venue", .serialized,
    .enabled(
        if: RealKafka.servers != nil && ToxicProxy.server != nil, "needs KAFKA_BOOTSTRAP_SERVERS and TOXIPROXY_URL"))
struct VenueProxyTests {
    private static let toxics: [Toxic] = [
        .latency(milliseconds: 300, jitter: 200), .reset(milliseconds: 700), .deaf, .mute,
        .bandwidth(kilobytesPerSecond: 2), .away,
    ]

    @Test("each event is there once and in order, as one of two sources has a good line")
    func bad() async throws {
        let comparison = try await onOwnThread { try Self.run() }
        #expect(comparison.sent > 500)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
    }

    private static func run() throws -> TapeComparison {
        let proxies = ProxyMap()
        defer { proxies.remove() }
        var options = try FaultyRun.options()
        options.route = { try proxies.route($0, $1) }
        let run = try FaultyRun(options)
        defer { run.pipeline.stop() }
        for (count, toxic) in toxics.enumerated() {
            let proxy = try proxies.proxy(of: FaultyRun.sources[count % FaultyRun.sources.count])
            try proxy.suffer(toxic)
            try run.goOn(200)
            try proxy.heal(toxic)
            try run.waitForFrames(20)
        }
        return try run.end()
    }
}
