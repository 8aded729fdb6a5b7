@testable import TapedeckCore
import Testing

@Suite("Rates from two snapshots")
struct MetricRatesTests {
    private static func snapshot(_ seconds: Int64, _ text: String) -> MetricSnapshot {
        MetricSnapshot(time: seconds * 1_000_000_000, samples: PrometheusText.samples(in: text))
    }

    @Test("a rate is the growth of all matching series by the seconds between")
    func rate() {
        let rates = MetricRates(
            before: Self.snapshot(10, "n{v=\"a\"} 5\nn{v=\"b\"} 100"),
            after: Self.snapshot(14, "n{v=\"a\"} 25\nn{v=\"b\"} 100\nn{v=\"c\"} 20"))
        #expect(rates.perSecond("n") == 10)
        #expect(rates.perSecond("n", where: ["v": "a"]) == 5)
        #expect(rates.perSecond("n", where: ["v": "d"]) == nil)
        #expect(rates.perSecond("m") == nil)
    }

    @Test("a counter that fell was started anew")
    func restart() {
        let rates = MetricRates(before: Self.snapshot(0, "n 1000"), after: Self.snapshot(2, "n 30"))
        #expect(rates.increase(of: "n") == 30)
    }

    @Test("no time passed, no rate")
    func noTime() {
        let snapshot = Self.snapshot(1, "n 1")
        #expect(MetricRates(before: snapshot, after: snapshot).perSecond("n") == nil)
    }

    private static func histogram(_ a: Int, _ b: Int, _ c: Int) -> String {
        "h_bucket{le=\"0.1\"} \(a)\nh_bucket{le=\"1\"} \(b)\nh_bucket{le=\"+Inf\"} \(c)"
    }

    @Test("a quantile counts only what came in between")
    func quantile() {
        let rates = MetricRates(
            before: Self.snapshot(0, Self.histogram(1000, 1000, 1000)),
            after: Self.snapshot(1, Self.histogram(1010, 1020, 1021)))
        // Of 21 values 10 lie up to 0.1 and 10 more up to 1.
        #expect(rates.quantile(5.0 / 21, of: "h") == 0.05)
        #expect(abs((rates.quantile(15.0 / 21, of: "h") ?? 0) - 0.55) < 1e-9)
        // Beyond the last bound.
        #expect(rates.quantile(1, of: "h") == 1)
        #expect(rates.quantile(0.5, of: "g") == nil)
        let still = MetricRates(before: rates.after, after: Self.snapshot(2, Self.histogram(1010, 1020, 1021)))
        #expect(still.quantile(0.5, of: "h") == nil)
    }
}
