@testable import Runtime
import Base
import Testing

@Suite("Fact")
struct FactTests {
    private let registry = MetricsRegistry()
    private let clock = ManualClock()

    private func counter() -> Counter { registry.counter("tapedeck_dead_letters_total", "Dead letters.") }

    private func written(_ body: (Fact) -> Void) throws -> [Substring] {
        try Captured.text { descriptor in
            let logger = Logger(label: "normalizer") {
                StreamLogHandler(label: $0, descriptor: descriptor, clock: clock.wallClock)
            }
            body(
                Fact(
                    "not decoded", logger: logger, counter: counter(), intervalMilliseconds: 1000,
                    clock: clock.wallClock))
        }.split(separator: "\n").map { $0.dropFirst("1970-01-01T00:00:00.000Z WARNING  normalizer: ".count) }
    }

    @Test("every time is counted, one line an interval is written, and the next says how many were left out")
    func suppression() throws {
        let lines = try written { fact in
            for _ in 0..<5 { fact.happened("a", metadata: ["symbol": "a"]) }
            clock.advance(milliseconds: 999)
            fact.happened("a", count: 3)
            clock.advance(milliseconds: 1)
            fact.happened("a", metadata: ["symbol": "a"])
            clock.advance(milliseconds: 1000)
            fact.happened("a")
        }
        #expect(lines == ["not decoded symbol=a", "not decoded suppressed=7 symbol=a", "not decoded"])
        #expect(counter().value == 10)
    }

    @Test("keys do not silence each other")
    func keys() throws {
        let lines = try written { fact in
            for key in ["a", "b", "a"] { fact.happened(key, metadata: ["symbol": "\(key)"]) }
        }
        #expect(lines.count == 2)
    }

    @Test("past the limit of keys the rest share one line")
    func manyKeys() throws {
        let lines = try written { fact in
            for key in 0..<(Fact.maximumKeys + 50) { fact.happened("\(key)") }
        }
        #expect(lines.count == Fact.maximumKeys + 1)
        #expect(counter().value == Double(Fact.maximumKeys + 50))
    }

    @Test("below the log's level it still counts")
    func silent() {
        var logger = Logger(label: "x")
        logger.logLevel = .critical
        let fact = Fact("not decoded", logger: logger, counter: counter())
        fact.happened()
        #expect(counter().value == 1)
    }
}
