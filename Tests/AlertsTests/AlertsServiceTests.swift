import Base
import Foundation
import Kafka
import Runtime
import TestSupport
import Testing

@testable import AlertsCore

@Suite("tapedeck-alerts", .enabled(if: Python.isAvailable, Python.missing))
struct AlertsServiceTests {
    /// The service at work.
    private final class Running {
        let health = HealthChecks()
        private let shutdown = ShutdownSignal()
        private let end = DispatchSemaphore(value: 0)

        init(_ receiver: RunningReceiver, _ kafka: KafkaConfig, _ folder: ScratchFolder) throws {
            let configuration = try Configuration(
                text: """
                    alerts:
                      memory_file: \(folder.path("state/alerts.json"))
                      prometheus_url: \(receiver.url(""))
                      poll_seconds: 1
                      channels:
                        - name: desk
                          kind: webhook
                          url: "\(receiver.url("/desk"))"
                          group_seconds: 0
                          quiet_seconds: 0
                          messages_per_minute: 600
                    """)
            let service = AlertsService(
                try configuration.read(), kafka: kafka, logger: Logger(label: "alerts"), metrics: MetricsRegistry(),
                health: health)
            WorkerThread.detach(name: "alerts") { [shutdown, end] in
                try? service.run(until: shutdown)
                end.signal()
            }
        }

        deinit {
            shutdown.request(reason: "test")
            end.wait()
        }
    }

    @Test("documents and rules reach the channel, and so does their end, also after a restart; nothing is told twice")
    func reaches() throws {
        let receiver = try RunningReceiver()
        let folder = try ScratchFolder()
        let broker = try EmbeddedBroker()
        for topic in ["market.status.v1", "market.gap.v1"] { try broker.createTopic(topic, partitions: 1) }
        let kafka = KafkaConfig(bootstrapServers: broker.bootstrapServers)
        let producer = try KafkaProducer(KafkaProducerConfig(kafka: kafka))
        let rule = #""summary":"bybit: no source brings frames""#
        let gap = #""summary":"bybit/spot/BTCUSDT: events of book are missing""#
        try receiver.answer("/api/v1/alerts", Self.rules(RuleAlertsTests.alert("bybit")))

        var running: Running? = try Running(receiver, kafka, folder)
        #expect(try Self.wait(receiver, #""state":"firing",\#(rule)"#))
        for _ in 0..<3_000 where running?.health.isReady == false { usleep(20_000) }
        #expect(running?.health.isReady == true, "\(running?.health.readiness ?? [])")
        #expect(
            try Self.wait(receiver, #""state":"firing",\#(gap)"#) {
                try Self.produce(DocumentAlertsTests.gap("book"), to: "market.gap.v1", producer)
            })
        #expect(
            try Self.wait(receiver, #""summary":"bybit/spot/*: market halted""#) {
                let halted = DocumentAlertsTests.status("market", "halted", "warning")
                try Self.produce(halted, to: "market.status.v1", producer)
            })
        running = nil

        // Meanwhile the book is whole again, and the rule's condition ends.
        try Self.produce(DocumentAlertsTests.gap("book", resolvedBy: "snapshot"), to: "market.gap.v1", producer)
        try receiver.answer("/api/v1/alerts", Self.rules())
        running = try Running(receiver, kafka, folder)
        #expect(try Self.wait(receiver, #""state":"resolved",\#(gap)"#))
        #expect(try Self.wait(receiver, #""state":"resolved",\#(rule)"#))
        running = nil
        let bodies = try receiver.received().compactMap(\.body)
        for subject in [rule, gap] {
            #expect(bodies.filter { $0.contains(#""state":"firing",\#(subject)"#) }.count == 1, "\(subject)")
        }
    }

    @Test("a memory that cannot be read keeps nobody from being told")
    func unreadableMemory() throws {
        let receiver = try RunningReceiver()
        let folder = try ScratchFolder()
        try FileManager.default.createDirectory(
            atPath: folder.path("state"), withIntermediateDirectories: true)
        try "not JSON".write(toFile: folder.path("state/alerts.json"), atomically: true, encoding: .utf8)
        let broker = try EmbeddedBroker()
        for topic in ["market.status.v1", "market.gap.v1"] { try broker.createTopic(topic, partitions: 1) }
        try receiver.answer("/api/v1/alerts", Self.rules(RuleAlertsTests.alert("bybit")))
        let running = try Running(receiver, KafkaConfig(bootstrapServers: broker.bootstrapServers), folder)
        defer { withExtendedLifetime(running) {} }
        #expect(try Self.wait(receiver, #""summary":"bybit: no source brings frames""#))
    }

    private static func rules(_ alerts: String...) -> String {
        #"{"status":"success","data":{"alerts":[\#(alerts.joined(separator: ","))]}}"#
    }

    /// Whether a request with this in it comes. What `produce` writes before the group has found the end of a topic is not
    /// seen, so it is done again each second.
    private static func wait(
        _ receiver: RunningReceiver, _ text: String, _ produce: () throws -> Void = {}
    ) throws -> Bool {
        for round in 0..<3_000 {
            if round % 50 == 0 { try produce() }
            if try receiver.received().contains(where: { $0.body?.contains(text) == true }) { return true }
            usleep(20_000)
        }
        return false
    }

    private static func produce(_ document: String, to topic: String, _ producer: KafkaProducer) throws {
        let topic = try producer.topic(topic)
        try Array("bybit:linear:*".utf8).withUnsafeBytes { key in
            try Array(document.utf8).withUnsafeBytes {
                try producer.produce(to: topic, key: key, value: $0, headers: KafkaHeaders())
            }
        }
        #expect(producer.flush(timeoutMilliseconds: 60_000))
    }
}
