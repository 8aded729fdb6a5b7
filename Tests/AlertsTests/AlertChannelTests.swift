import Base
import Foundation
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import AlertsCore

@Suite("Delivery of alerts", .enabled(if: Python.isAvailable, Python.missing))
struct AlertChannelTests {
    private static let event = AlertEvent(
        key: "a", change: .fires, origin: .rule, severity: .critical, name: "FeedSilent", summary: "bybit is silent")

    /// A channel with what it counts and logs.
    private struct Setup {
        let registry = MetricsRegistry()
        let lines = Lines()
        let shutdown = ShutdownSignal()
        let channel: AlertChannel
        let end = DispatchSemaphore(value: 0)

        init(_ yaml: String, _ environment: [String: String] = [:]) throws {
            let configuration = try Configuration(
                text: "alerts: {channels: [{name: desk, group_seconds: 0, \(yaml)}]}", environment: environment)
            let config = try configuration.read(AlertsConfig.self).channels[0]
            let lines = lines
            let logger = Logger(label: "alerts") { _ in lines.handler }
            channel = AlertChannel(
                config, sender: AlertSender(config), metrics: AlertMetrics(registry, logger: logger),
                patience: AlertChannel.Patience(first: 10, most: 20, mostAsked: 50))
            WorkerThread.detach(name: "channel") { [channel, shutdown, end] in
                channel.run(until: shutdown)
                end.signal()
            }
        }

        /// Waits for a metric to have this value, for a minute at most.
        func counts(_ metric: String, _ value: Int) -> Bool {
            let line = "\(metric){channel=\"desk\"} \(value)\n"
            for _ in 0..<3_000 where !registry.text.contains(line) { usleep(20_000) }
            return registry.text.contains(line)
        }

        func stop() {
            shutdown.request(reason: "test")
            end.wait()
        }
    }

    @Test("a server that fails is tried again, counted, and gets the message once; the address is in no log line")
    func retries() throws {
        let receiver = try RunningReceiver()
        let setup = try Setup("kind: slack, url_variable: HOOK", ["HOOK": receiver.url("/fail/503/2/hunter2")])
        setup.channel.take([Self.event])
        #expect(setup.counts("tapedeck_alert_messages_total", 1))
        setup.stop()
        let requests = try receiver.received()
        #expect(requests.map(\.status) == [503, 503, 200])
        #expect(requests.last?.body?.contains("FeedSilent") == true)
        #expect(setup.counts("tapedeck_alert_delivery_failures_total", 2))
        let log = setup.lines.text
        #expect(log.contains("503") && !log.contains("hunter2"), "\(log)")
    }

    @Test("what is refused for good is not tried again, and counted")
    func refused() throws {
        let receiver = try RunningReceiver()
        let setup = try Setup("kind: webhook, url: '\(receiver.url("/fail/404/99/x"))'")
        setup.channel.take([Self.event])
        #expect(setup.counts("tapedeck_alert_lost_messages_total", 1))
        var other = Self.event
        other.key = "b"
        setup.channel.take([other])
        #expect(setup.counts("tapedeck_alert_lost_messages_total", 2))
        setup.stop()
        let bodies = try receiver.received().compactMap(\.body)
        #expect(bodies.count == 2 && bodies[1].contains(#""key":"b""#) && !bodies[1].contains(#""key":"a""#))
    }

    @Test("a server that never answers keeps no other channel waiting, and ends with the process")
    func silent() throws {
        let receiver = try RunningReceiver()
        let silent = try Setup("kind: webhook, url: '\(receiver.url("/hang"))'")
        let other = try Setup("kind: webhook, url: '\(receiver.url("/other"))'")
        for setup in [silent, other] { setup.channel.take([Self.event]) }
        #expect(try receiver.waitFor(1) { $0.path == "/hang" }.count == 1)
        #expect(other.counts("tapedeck_alert_messages_total", 1))
        for setup in [silent, other] { setup.stop() }
        // It was neither told nor given up.
        #expect(silent.channel.knowledge.conditions.map(\.belief) == [nil])
    }

    @Test("a mail goes out with password and TLS, which are in no log line, and is tried again")
    func mail() throws {
        let receiver = try RunningReceiver()
        let folder = try ScratchFolder()
        try "right\n".write(toFile: folder.path("password"), atomically: true, encoding: .utf8)
        let setup = try Setup(
            """
            kind: email, smtp_host: localhost, smtp_port: \(receiver.port("starttls")), smtp_user: me,
            password_file: '\(folder.path("password"))', from: tapedeck@example.com, to: busy@example.com,
            ca_file: '\(receiver.authority.caFile)'
            """)
        setup.channel.take([Self.event])
        #expect(setup.counts("tapedeck_alert_messages_total", 1))
        setup.stop()
        let mail = try #require(try receiver.received().first)
        #expect(mail.subject == "[CRITICAL] FeedSilent: bybit is silent" && mail.isProtected == true)
        #expect(setup.counts("tapedeck_alert_delivery_failures_total", 1))
        let log = setup.lines.text
        #expect(log.contains("451") && !log.contains("right"), "\(log)")
    }

    /// Keeps every line, of every level.
    private final class Lines: Sendable {
        private let kept = Mutex("")

        var text: String { kept.withLock { $0 } }

        var handler: any LogHandler { Handler(lines: self) }

        private struct Handler: LogHandler {
            var logLevel = Logger.Level.trace
            var metadata: Logger.Metadata = [:]
            let lines: Lines

            init(lines: Lines) { self.lines = lines }

            func log(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?) {
                let values = (metadata ?? [:]).map { " \($0.key)=\($0.value)" }.joined()
                lines.kept.withLock { $0 += "\(level) \(message)\(values)\n" }
            }
        }
    }
}
