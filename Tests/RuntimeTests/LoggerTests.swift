import Base
import Runtime
import Synchronization
import Testing

@Suite("Logger")
struct LoggerTests {
    /// 2026-03-01T02:03:04.056Z
    private static let clock = WallClock { 1_772_330_584_056_789_000 }

    private static func written(
        _ format: LogFormat, level: Logger.Level = .info, _ body: (inout Logger) -> Void
    ) throws -> String {
        try Captured.text { descriptor in
            var logger = Logger(label: "dedup") {
                StreamLogHandler(label: $0, level: level, format: format, descriptor: descriptor, clock: clock)
            }
            body(&logger)
        }
    }

    @Test("a text line has time, level, label, message and sorted metadata")
    func text() throws {
        let line = try Self.written(.text) { logger in
            logger.warning("held back", metadata: ["symbol": "BTCUSDT", "events": "\(12)", "why": "not \"in\" order"])
        }
        #expect(
            line == "2026-03-01T02:03:04.056Z WARNING  dedup: held back events=12 symbol=BTCUSDT "
                + "why=\"not \\\"in\\\" order\"\n")
    }

    @Test("a JSON line holds the same")
    func json() throws {
        let line = try Self.written(.json) { logger in
            logger[metadataKey: "venue"] = "bybit"
            logger.error("a \"quote\" and\na line", metadata: ["path": "C:\\x\u{1}"])
        }
        #expect(
            line == #"{"time":"2026-03-01T02:03:04.056Z","level":"error","label":"dedup","#
                + #""message":"a \"quote\" and\na line","metadata":{"path":"C:\\x\u0001","venue":"bybit"}}"# + "\n")
    }

    @Test("a message never breaks the line", arguments: LogFormat.allCases)
    func oneLine(format: LogFormat) throws {
        let text = try Self.written(format) { $0.info("a\nb\rc", metadata: ["k": "d\ne"]) }
        #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        #expect(text.hasSuffix("\n"))
    }

    @Test("below the level nothing is written and nothing is made")
    func level() throws {
        var isMade = false
        func message() -> Logger.Message {
            isMade = true
            return "made"
        }
        let text = try Self.written(.text, level: .notice) { logger in
            logger.info(message(), metadata: ["made": "\(message())"])
            logger.logLevel = .debug
            logger.debug("now")
            logger.trace("not yet")
        }
        #expect(!isMade)
        #expect(text == "2026-03-01T02:03:04.056Z DEBUG    dedup: now\n")
    }

    @Test("a copy's metadata stays with the copy")
    func value() throws {
        let text = try Self.written(.text) { logger in
            var copy = logger
            copy[metadataKey: "venue"] = "bybit"
            copy.info("copy")
            logger.info("original")
        }
        #expect(text.contains("copy venue=bybit\n"))
        #expect(text.hasSuffix("original\n"))
    }

    @Test("metadata of the call wins over the logger's")
    func metadataOrder() throws {
        let text = try Self.written(.text) { logger in
            logger[metadataKey: "venue"] = "bybit"
            logger.info("x", metadata: ["venue": "deribit"])
        }
        #expect(text.hasSuffix("x venue=deribit\n"))
    }
}
