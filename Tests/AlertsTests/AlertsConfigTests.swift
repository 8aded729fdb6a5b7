import Foundation
import Runtime
import TestSupport
import Testing

@testable import AlertsCore
@testable import TapedeckCore

@Suite("The section alerts")
struct AlertsConfigTests {
    private static let mail =
        "name: m, kind: email, smtp_host: h, from: a@example.com, to: b@example.com"

    private static let environment = ["HOOK": "https://x/hunter2", "WORD": "hunter2"]

    private static func configuration(_ channel: String) throws -> Configuration {
        try Configuration(text: "alerts: {channels: [{\(channel)}]}", path: "t.yaml", environment: environment)
    }

    @Test(
        "what a channel of its kind needs is asked for, and what it may not have refused",
        arguments: [
            ("name: a, kind: slack, url: http://x", "channels[0].url:"),
            ("name: a, kind: slack", "channels[0].url_file:"),
            ("name: a, kind: webhook, url: http://x, url_variable: HOOK", "channels[0].url_file:"),
            ("name: a, kind: webhook, url: 'http://me:hunter2@x/'", "channels[0].url:"),
            ("name: a, kind: webhook, url: 'http://x/ hunter2'", "channels[0].url:"),
            ("name: a, kind: slack, url_variable: WORD", "channels[0].url_file:"),
            ("name: a, kind: slack, url_file: /nonexistent", "channels[0].url_file:"),
            ("name: a, kind: slack, url_variable: NOTHING", "channels[0].url_variable:"),
            ("name: a, kind: telegram, url_variable: HOOK", "channels[0].chat_id:"),
            ("name: a, kind: pager", "channels[0].kind:"),
            ("name: a, kind: email", "channels[0].smtp_host:"),
            ("name: a, kind: email, smtp_host: h, from: nobody", "channels[0].from:"),
            ("name: a, kind: email, smtp_host: h, from: a@b", "channels[0].to:"),
            (mail + ", smtp_user: me", "channels[0].password_file:"),
            (mail + ", password_variable: WORD", "channels[0].password_file:"),
            (mail + ", smtp_user: me, password_variable: WORD, smtp_security: none", "channels[0].smtp_security:"),
        ])
    func mistakes(channel: String, place: String) throws {
        let mistakes = ConfigSections.mistakes(in: try Self.configuration(channel)).map(\.description)
        #expect(mistakes.count == 1 && mistakes[0].contains("alerts.\(place)"), "\(mistakes)")
        #expect(!mistakes[0].contains("hunter2"))
    }

    @Test("Prometheus' address has no password")
    func prometheus() throws {
        let configuration = try Configuration(text: "alerts: {prometheus_url: 'http://me:hunter2@p:9090'}")
        let mistakes = ConfigSections.mistakes(in: configuration).map(\.description)
        #expect(mistakes.count == 1 && mistakes[0].contains("prometheus_url") && !mistakes[0].contains("hunter2"))
    }

    @Test("channels of every kind are right")
    func right() throws {
        for channel in [
            "name: a, kind: webhook, url: http://x", "name: a, kind: slack, url_variable: HOOK",
            "name: a, kind: telegram, url_variable: HOOK, chat_id: -100", Self.mail,
            Self.mail + ", smtp_user: me, password_variable: WORD",
        ] {
            #expect(ConfigSections.mistakes(in: try Self.configuration(channel)).isEmpty, "\(channel)")
        }
    }

    @Test("config check shows where a secret is, and no address that is one")
    func hidden() throws {
        let configuration = try Configuration(
            text: """
                alerts:
                  channels:
                    - {name: a, kind: webhook, url: http://x/hunter2}
                    - {\(Self.mail), smtp_user: me, password_variable: WORD}
                """, environment: Self.environment)
        let lines = ConfigReport.lines(configuration.values(of: ConfigSections.keys)).joined(separator: "\n")
        #expect(!lines.contains("hunter2"))
        #expect(lines.contains("WORD"))
    }

    @Test("secrets come from a file without its line's end, or from the environment")
    func secrets() throws {
        let folder = try ScratchFolder()
        try "https://x/hunter3\n".write(toFile: folder.path("secret"), atomically: true, encoding: .utf8)
        func channel(_ text: String) throws -> AlertChannelConfig {
            try Self.configuration(text).read(AlertsConfig.self).channels[0]
        }
        #expect(try channel("name: a, kind: slack, url_file: '\(folder.path("secret"))'").url == "https://x/hunter3")
        #expect(try channel("name: a, kind: slack, url_variable: HOOK").url == "https://x/hunter2")
        #expect(try channel(Self.mail + ", smtp_user: me, password_variable: WORD").password == "hunter2")
    }
}
