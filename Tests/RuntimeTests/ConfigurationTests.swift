import Streams
import Testing
@testable import Runtime

@Suite("Configuration")
struct ConfigurationTests {
    private static func configuration(
        _ text: String, _ environment: [String: String] = [:]
    ) throws -> Configuration {
        try Configuration(text: text, path: "t.yaml", environment: environment)
    }

    @Test("without a file every key has its default")
    func defaults() throws {
        let configuration = try Configuration(text: "")
        #expect(try configuration.read(KafkaSection.self).bootstrapServers == "127.0.0.1:9092")
        #expect(try configuration.read(RedisSection.self).url == "redis://127.0.0.1:6379")
        #expect(try configuration.read(LogConfig.self).level == .info)
        #expect(try configuration.read(MetricsConfig.self).port(of: .dedup) == 9473)
        #expect(try configuration.venues().isEmpty)
    }

    @Test("the file beats the default, and the environment the file")
    func order() throws {
        let text = "kafka:\n  bootstrap_servers: file:1\nlog: {level: debug, format: json}\n"
        let file = try Self.configuration(text)
        #expect(try file.read(KafkaSection.self).bootstrapServers == "file:1")
        #expect(try file.read(LogConfig.self).format == .json)
        let both = try Self.configuration(
            text, ["TAPEDECK_KAFKA_BOOTSTRAP_SERVERS": "env:1", "TAPEDECK_LOG_LEVEL": "error"])
        #expect(try both.read(KafkaSection.self).bootstrapServers == "env:1")
        #expect(try both.read(LogConfig.self).level == .error)
    }

    @Test("a nested key has a variable too")
    func nestedVariable() throws {
        let metrics = try Self.configuration("", ["TAPEDECK_METRICS_PORTS_DEDUP": "0"]).read(MetricsConfig.self)
        #expect(metrics.port(of: .dedup) == 0)
        #expect(metrics.port(of: .signals) == 9475)
    }

    @Test("a wrong value in the environment is named by its variable")
    func wrongVariable() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.configuration("", ["TAPEDECK_LOG_LEVEL": "loud"]).read(LogConfig.self)
        }
        #expect(
            error?.description == "environment variable TAPEDECK_LOG_LEVEL: log.level: 'loud' is not allowed; "
                + "it takes one of trace, debug, info, notice, warning, error, critical")
    }

    @Test("a mistyped variable of a section is refused with the nearest one")
    func unknownVariable() throws {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.configuration("", ["TAPEDECK_LOG_LEVLE": "info"]).read(LogConfig.self)
        }
        #expect(
            error?.description == "environment variable TAPEDECK_LOG_LEVLE: unknown key of log; "
                + "did you mean 'TAPEDECK_LOG_LEVEL'? Known here: TAPEDECK_LOG_FORMAT, TAPEDECK_LOG_LEVEL")
    }

    @Test("variables that belong to no section are left alone")
    func foreignVariables() throws {
        let configuration = try Self.configuration("", ["TAPEDECK_FRAMES": "x", "LOG_LEVEL": "loud"])
        #expect(try configuration.read(LogConfig.self).level == .info)
    }

    @Test("a map takes names from the file and from the environment")
    func map() throws {
        let kafka = try Self.configuration(
            "kafka:\n  properties:\n    ssl_ca: a\n    linger.ms: 5\n",
            [
                "TAPEDECK_KAFKA_PROPERTIES_SSL_CA": "b", "TAPEDECK_KAFKA_PROPERTIES_SASL_PASSWORD": "secret",
            ]
        ).read(KafkaSection.self)
        #expect(kafka.properties == ["ssl_ca": "b", "linger.ms": "5", "sasl.password": "secret"])
    }

    @Test("a key with nothing after its colon has its default")
    func null() throws {
        #expect(
            try Self.configuration("redis:\n  url:\nlog:\n").read(RedisSection.self).url == "redis://127.0.0.1:6379")
    }

    @Test("a list may be one value, and comes from the environment separated by commas")
    func lists() throws {
        func kinds(_ text: String, _ environment: [String: String] = [:]) throws -> [String] {
            var section = try Self.configuration(text, environment).section("archiver")
            return try section.list("kinds", default: ["all"], "Kinds.")
        }
        #expect(try kinds("") == ["all"])
        #expect(try kinds("archiver: {kinds: []}") == [])
        #expect(try kinds("archiver: {kinds: trade}") == ["trade"])
        #expect(try kinds("archiver: {kinds: [trade, book]}") == ["trade", "book"])
        #expect(try kinds("archiver: {kinds: trade}", ["TAPEDECK_ARCHIVER_KINDS": "book, order"]) == ["book", "order"])
    }

    @Test("anchors and aliases are written out")
    func alias() throws {
        let text = "kafka: {bootstrap_servers: &host a:1}\nredis: {url: redis://b}\nlog: {}\nproducer: {name: *host}"
        var section = try Self.configuration(text).section("producer")
        #expect(try section.string("name", "A name.") == "a:1")
    }

    @Test("a section lists its keys as data")
    func keys() {
        #expect(
            LogConfig.keys == [
                ConfigurationKey(
                    path: "log.level", kind: .string, defaultText: "info",
                    allowed: "one of trace, debug, info, notice, warning, error, critical",
                    description: "Lines below this level are not written.", environmentName: "TAPEDECK_LOG_LEVEL"),
                ConfigurationKey(
                    path: "log.format", kind: .string, defaultText: "text", allowed: "one of text, json",
                    description: "How a line looks: for people, or one JSON object.",
                    environmentName: "TAPEDECK_LOG_FORMAT"),
            ])
        #expect(MetricsConfig.keys.map(\.path).contains("metrics.ports.producer"))
        #expect(
            VenueConfig.keys.map(\.path) == [
                "venues[].name", "venues[].products[].product", "venues[].products[].symbols",
                "venues[].products[].quotes",
                "venues[].products[].statuses", "venues[].products[].refresh_minutes",
                "venues[].products[].kinds", "venues[].products[].book_depth", "venues[].sources[].name",
                "venues[].sources[].endpoints.<name>.websocket", "venues[].sources[].endpoints.<name>.rest",
                "venues[].ca_file",
            ])
        #expect(VenueConfig.keys.allSatisfy { $0.environmentName == nil })
    }
}
