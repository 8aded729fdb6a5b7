import Runtime
@testable import TapedeckCore
import Testing

@Suite("Prometheus text")
struct PrometheusTextTests {
    private typealias Sample = MetricSnapshot.Sample

    @Test("samples are read with their labels, whatever stands around them")
    func samples() {
        let text = """
            # HELP tapedeck_frames_total Frames received.
            # TYPE tapedeck_frames_total counter
            tapedeck_frames_total{venue="bybit",source="primary"} 12
            tapedeck_frames_total{ venue = "a\\"b\\\\c\\nd" , } 1e3 1795250580000

            up 1
            latency_bucket{le="+Inf"} +Inf
              indented NaN
            """
        let samples = PrometheusText.samples(in: text)
        #expect(
            samples.prefix(4) == [
                Sample(name: "tapedeck_frames_total", labels: ["venue": "bybit", "source": "primary"], value: 12),
                Sample(name: "tapedeck_frames_total", labels: ["venue": "a\"b\\c\nd"], value: 1000),
                Sample(name: "up", labels: [:], value: 1),
                Sample(name: "latency_bucket", labels: ["le": "+Inf"], value: .infinity),
            ])
        #expect(samples.count == 5)
        #expect(samples.last?.value.isNaN == true)
    }

    @Test(
        "what is no sample is passed over",
        arguments: [
            "name", "name{", "name{a=\"1\"", "name{a=1} 2", "{a=\"1\"} 2", "name{a=\"1\"b=\"2\"} 3", "x y z", "\u{0}",
        ])
    func malformed(line: String) {
        #expect(PrometheusText.samples(in: "\(line)\nup 1").map(\.name) == ["up"])
    }

    @Test("what our own registry writes is read back")
    func registry() {
        let registry = MetricsRegistry()
        registry.counter("tapedeck_x_total", "X.", labels: ["reason": "a \"b\"\n\\"]).increment(by: 7)
        registry.histogram("tapedeck_y_seconds", "Y.", bounds: [0.001, 1]).observe(0.5)
        let snapshot = MetricSnapshot(time: 0, samples: PrometheusText.samples(in: registry.text))
        #expect(snapshot.sum(of: "tapedeck_x_total", where: ["reason": "a \"b\"\n\\"]) == 7)
        #expect(snapshot.sum(of: "tapedeck_y_seconds_bucket", where: ["le": "0.001"]) == 0)
        #expect(snapshot.sum(of: "tapedeck_y_seconds_bucket", where: ["le": "1"]) == 1)
        #expect(snapshot.sum(of: "tapedeck_y_seconds_sum") == 0.5)
        #expect(snapshot.sum(of: "tapedeck_z_total") == nil)
    }
}
