@testable import Runtime
import Base
import Testing

@Suite("Metrics")
struct MetricsTests {
    @Test("counters, gauges and histograms appear in Prometheus' text")
    func text() {
        let registry = MetricsRegistry()
        let trades = registry.counter(
            "tapedeck_documents_total", "Documents.", labels: ["type": "trade", "venue": "b"])
        trades.increment()
        trades.increment(by: 41)
        let fill = registry.gauge("tapedeck_queue_fill", "Fill.")
        fill.set(3)
        fill.add(-0.5)
        let delay = registry.histogram("tapedeck_delay_seconds", "Delay.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 2] { delay.observe(value) }
        #expect(
            registry.text == """
                # HELP tapedeck_documents_total Documents.
                # TYPE tapedeck_documents_total counter
                tapedeck_documents_total{type="trade",venue="b"} 42
                # HELP tapedeck_queue_fill Fill.
                # TYPE tapedeck_queue_fill gauge
                tapedeck_queue_fill 2.5
                # HELP tapedeck_delay_seconds Delay.
                # TYPE tapedeck_delay_seconds histogram
                tapedeck_delay_seconds_count 4
                tapedeck_delay_seconds_sum 2.65
                tapedeck_delay_seconds_bucket{le="0.1"} 2
                tapedeck_delay_seconds_bucket{le="1"} 3
                tapedeck_delay_seconds_bucket{le="+Inf"} 4

                """)
        #expect(trades.value == 42)
        #expect(fill.value == 2.5)
    }

    @Test("the same name and labels are the same counter, other labels another")
    func identity() {
        let registry = MetricsRegistry()
        registry.counter("tapedeck_frames_total", "Frames.", labels: ["venue": "a", "source": "x"]).increment()
        registry.counter("tapedeck_frames_total", "Frames.", labels: ["source": "x", "venue": "a"]).increment()
        registry.counter("tapedeck_frames_total", "Frames.", labels: ["venue": "b", "source": "x"]).increment()
        #expect(registry.text.contains("tapedeck_frames_total{source=\"x\",venue=\"a\"} 2\n"))
        #expect(registry.text.contains("tapedeck_frames_total{source=\"x\",venue=\"b\"} 1\n"))
    }

    @Test("a value of a label is escaped")
    func escaping() {
        let registry = MetricsRegistry()
        registry.gauge("tapedeck_x", "X.", labels: ["name": "a\"b\\c\nd"]).set(1)
        #expect(registry.text.contains(#"tapedeck_x{name="a\"b\\c\nd"} 1"# + "\n"))
    }

    @Test("a lazy gauge or counter is asked at each reading")
    func lazy() {
        let registry = MetricsRegistry()
        let clock = ManualClock(nanoseconds: 5)
        registry.gauge("tapedeck_lag", "Lag.") { Double(clock.nanoseconds) }
        registry.counter("tapedeck_sent_total", "Sent.") { Double(clock.nanoseconds) }
        #expect(registry.text.contains("tapedeck_lag 5\n"))
        clock.nanoseconds = 7
        let text = registry.text
        #expect(text.contains("tapedeck_lag 7\n"))
        #expect(text.contains("tapedeck_sent_total 7\n"))
    }

    @Test("a counter keeps its registry alive")
    func lifetime() {
        var registry: MetricsRegistry? = MetricsRegistry()
        weak let watched = registry
        let counter = registry?.counter("tapedeck_x_total", "X.")
        registry = nil
        counter?.increment()
        #expect(counter?.value == 1)
        #expect(watched != nil)
    }

    @Test("counting from several threads loses nothing")
    func threads() {
        let counter = MetricsRegistry().counter("tapedeck_x_total", "X.")
        let first = WorkerThread(name: "first") { for _ in 0..<20_000 { counter.increment() } }
        let second = WorkerThread(name: "second") { for _ in 0..<20_000 { counter.increment() } }
        first.join()
        second.join()
        #expect(counter.value == 40_000)
    }

    @Test("a bad name, a bad label or another type is the programmer's error")
    func programmerErrors() async {
        await #expect(processExitsWith: .failure) { _ = MetricsRegistry().counter("tapedeck frames_total", "F.") }
        await #expect(processExitsWith: .failure) { _ = MetricsRegistry().counter("tapedeck_frames", "F.") }
        await #expect(processExitsWith: .failure) {
            _ = MetricsRegistry().gauge("tapedeck_x", "X.", labels: ["a-b": ""])
        }
        await #expect(processExitsWith: .failure) {
            let registry = MetricsRegistry()
            _ = registry.gauge("tapedeck_x_total", "X.")
            _ = registry.counter("tapedeck_x_total", "X.")
        }
    }

    @Test("the process tells its memory, time, files and version")
    func process() throws {
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry, version: "1.2.3", startNanoseconds: 5_000_000_000)
        let values = Dictionary(
            uniqueKeysWithValues: registry.text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
                let parts = $0.split(separator: " ")
                return (String(parts[0]), Double(parts[1]) ?? -1)
            })
        #expect(try #require(values["process_resident_memory_bytes"]) > 1_000_000)
        #expect(try #require(values["process_cpu_seconds_total"]) > 0)
        #expect(try #require(values["process_open_fds"]) >= 3)
        #expect(values["process_start_time_seconds"] == 5)
        #expect(values["tapedeck_build_info{version=\"1.2.3\"}"] == 1)
    }
}
