import Foundation
import Runtime
import Testing
import VenueKit
import Venues
@testable import TapedeckCore

@Suite("tapedeck config")
struct ConfigTests {
    private static func configuration(_ text: String, _ environment: [String: String] = [:]) throws -> Configuration {
        try Configuration(text: text, path: "t.yaml", environment: environment)
    }

    private static let kinds =
        "it takes a list, each one of trade, book, order, quote, ticker, funding, liquidation, instrument, status, gap, coverage"

    private static let venues = VenueRegistry.all.map(\.name).joined(separator: ", ")

    @Test("every mistake is told with its place and what is allowed")
    func mistakes() throws {
        let configuration = try Self.configuration(
            """
            kafka:
              properties: {no.such.property: 1}
            redis:
              url: redis://localhost:notaport
            venues:
              - name: bybit
                products: [{product: linea, symbols: BTCUSDT}, {product: spot, symbols: [], kind: trade}]
                sources: {}
              - products: [{product: spot, symbols: BTCUSDT, kinds: [trade, bok, tikker]}]
            dedup:
              hold_milliseconds: soon
              hold: 3
            signals:
              levles: 3
            """)
        // Which keys there are is not what this is about.
        let texts = ConfigSections.mistakes(in: configuration).map {
            $0.description.components(separatedBy: " Known here")[0]
        }
        #expect(
            texts == [
                "t.yaml:2:15: kafka.properties: this (Kafka configuration no.such.property=1: "
                    + "No such configuration property: \"no.such.property\") is not allowed; it takes properties of "
                    + "librdkafka's CONFIGURATION.md that Tapedeck does not set itself",
                "t.yaml:4:8: redis.url: this address (Redis URL: the port is not a number from 1 to 65535) is not "
                    + "allowed; it takes redis://[[user]:password@]host[:port][/database], or rediss:// for TLS",
                "t.yaml:7:26: venues[0].products[0].product: 'linea' is not allowed; "
                    + "it takes one of spot, linear, inverse, option",
                "t.yaml:7:77: venues[0].products[1].symbols: an empty list is not allowed; it takes at least one symbol",
                "t.yaml:7:81: unknown key venues[0].products[1].kind; did you mean 'kinds'?",
                "t.yaml:8:14: venues[0].sources: a section is not allowed; it takes a list of sections",
                "t.yaml:9:5: venues[1].name is missing; it takes one of \(Self.venues)",
                "t.yaml:9:65: venues[1].products[0].kinds: 'bok' is not allowed; \(Self.kinds)",
                "t.yaml:9:70: venues[1].products[0].kinds: 'tikker' is not allowed; \(Self.kinds)",
                "t.yaml:11:22: dedup.hold_milliseconds: 'soon' is not allowed; it takes a whole number from 0 to 10000",
                "t.yaml:12:3: unknown key dedup.hold;",
                "t.yaml:14:3: unknown key signals.levles; did you mean 'levels'?",
            ])
    }

    @Test(
        "what follows from a mistake is no mistake of its own, and sections that nobody knows are told with the others")
    func consequences() throws {
        let configuration = try Configuration(
            checking: """
                venues:
                  - name: bybit
                    sources: [{name: A}, {name: primary, endpoints: {spot: {websocket: http://x}, sopt: {}}}]
                  - name: binance
                    products: [{product: spott, symbols: BTCUSDT}, {product: spot, symbols: BTCUSDT}]
                  - name: bybit
                dedupp: {}
                """, path: "t.yaml")
        let texts = ConfigSections.mistakes(in: configuration).map { String($0.description.prefix { $0 != ";" }) }
        #expect(
            texts == [
                "t.yaml:7:1: unknown key 'dedupp'",
                "t.yaml:3:22: venues[0].sources[0].name: 'A' is not allowed",
                "t.yaml:3:72: venues[0].sources[1].endpoints.spot.websocket: 'http://x' is not allowed",
                "t.yaml:3:83: unknown key venues[0].sources[1].endpoints.sopt",
                "t.yaml:5:26: venues[1].products[0].product: 'spott' is not allowed",
                "t.yaml:6:11: venues[2].name: 'bybit' a second time is not allowed",
            ])
    }

    @Test("every section that there may be is read")
    func sections() {
        let names = ConfigSections.configs.map { $0.section } + ["venues"]
        #expect(names.sorted() == Configuration.sectionNames.sorted())
    }

    @Test("the defaults are a valid configuration")
    func defaults() throws {
        #expect(ConfigSections.mistakes(in: try Self.configuration("")).isEmpty)
    }

    @Test("every value in force is told with where it comes from, and secrets are not")
    func values() throws {
        let configuration = try Self.configuration(
            """
            redis: {certificate_file: /c.pem, key_file: /k.pem}
            kafka: {property_files: {ssl.key.password: /run/keys/kafka}}
            venues:
              - name: bybit
                sources: [{name: primary, endpoints: {linear: {websocket: wss://a.example}}}]
            """,
            [
                "TAPEDECK_SIGNALS_LEVELS": "5", "TAPEDECK_KAFKA_PROPERTIES_SASL_USERNAME": "me",
                "TAPEDECK_KAFKA_PROPERTIES_SASL_PASSWORD": "hunter2", "TAPEDECK_REDIS_PASSWORD": "hunter2",
                "TAPEDECK_REDIS_URL": "redis://me:hunter3@localhost:6379",
                "TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY": "hunter4",
            ])
        let lines = ConfigReport.lines(configuration.values(of: ConfigSections.keys)).map {
            $0.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        for line in [
            "redis.url redis://***@localhost:6379 environment variable TAPEDECK_REDIS_URL",
            "redis.password *** environment variable TAPEDECK_REDIS_PASSWORD",
            "redis.key_file /k.pem t.yaml:1:45",
            "kafka.properties.sasl.password *** environment variable TAPEDECK_KAFKA_PROPERTIES_SASL_PASSWORD",
            "kafka.property_files.ssl.key.password /run/keys/kafka t.yaml:2:26",
            "kafka.properties.sasl.username me environment variable TAPEDECK_KAFKA_PROPERTIES_SASL_USERNAME",
            "archiver.s3.secret_access_key *** environment variable TAPEDECK_ARCHIVER_S3_SECRET_ACCESS_KEY",
            "signals.levels 5 environment variable TAPEDECK_SIGNALS_LEVELS",
            "signals.history_hours 7 default",
            "venues[0].name bybit t.yaml:4:11",
            "venues[0].sources[0].endpoints.linear.websocket wss://a.example t.yaml:5:63",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        #expect(!lines.contains { $0.contains("hunter") })
    }

    @Test(
        "an address is shown without its password",
        arguments: [
            ("redis.url", "redis://:pw@h:1/0", "redis://***@h:1/0"), ("redis.url", "redis://:p/w@h:1", "***"),
            ("redis.url", "redis://h:1", "redis://h:1"), ("redis.url", "rediss://:pw@h:1/0", "rediss://***@h:1/0"),
            ("redis.url", "rediss://:p/w@h:1", "***"), ("redis.password_file", "/run/secret", "/run/secret"),
            ("x[0].password_variable", "SMTP", "SMTP"), ("redis.password", "", ""),
            ("venues[0].rest", "http://h:1/spot@replica", "http://h:1/spot@replica"),
            ("venues[0].rest", "http://u:pw@h:1/spot", "http://***@h:1/spot"),
        ])
    func addresses(path: String, text: String, shown: String) {
        let lines = ConfigReport.lines([ConfigurationValue(path: path, text: text, place: nil)])
        #expect(lines.last?.split(separator: " ").map(String.init) == [path, shown, "default"].filter { !$0.isEmpty })
    }

    @Test("the list of keys tells what each takes, its default and its variable")
    func keys() {
        let text = ConfigReport.lines(ConfigSections.keys).joined(separator: "\n")
        #expect(
            text.contains(
                """
                dedup.hold_milliseconds
                    How long a document waits for the ones before it to come from another source.
                    takes    a whole number from 0 to 10000
                    default  50
                    variable TAPEDECK_DEDUP_HOLD_MILLISECONDS

                """))
        #expect(
            text.contains(
                """
                venues[].name
                    The venue.
                    takes    one of
                """))
        #expect(text.contains("variable TAPEDECK_KAFKA_PROPERTIES_<NAME>"))
    }
}
