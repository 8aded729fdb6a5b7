import Foundation
import PipelineSupport
import Testing

/// A bad line between every part and Kafka. Clients go where brokers say they are, so the broker's advertised listener
/// must be the proxy.
@Suite(
    "A bad line to Kafka", .serialized,
    .enabled(
        if: RealKafka.servers != nil && ToxicProxy.server != nil && RealKafka.portBehindProxy != nil,
        "needs TOXIPROXY_URL, KAFKA_PORT_BEHIND_PROXY, and in KAFKA_BOOTSTRAP_SERVERS what that broker advertises"))
struct KafkaProxyTests {
    private static let toxics: [Toxic] = [
        .latency(milliseconds: 100, jitter: 50), .reset(milliseconds: 500), .bandwidth(kilobytesPerSecond: 30), .deaf,
        .mute, .away,
    ]
    /// How long each lasts.
    private static let seconds = 4.0

    @Test("each event is there once and in order, however bad the line to Kafka was")
    func bad() async throws {
        let comparison = try await onOwnThread { try Self.run() }
        #expect(comparison.sent > 1000)
        #expect(comparison.books == 2)
        #expect(comparison.wrong == [])
    }

    private static func run() throws -> TapeComparison {
        let (proxy, _) = try ToxicProxy.make(
            before: RealKafka.portBehindProxy ?? 0,
            at: RealKafka.servers?.split(separator: ":").last.flatMap { Int($0) })
        defer { proxy.remove() }
        let run = try FaultyRun(try FaultyRun.options())
        defer { run.pipeline.stop() }
        for toxic in toxics {
            try proxy.suffer(toxic)
            Thread.sleep(forTimeInterval: seconds)
            try proxy.heal(toxic)
            try run.goOn(200)
        }
        return try run.end()
    }
}
