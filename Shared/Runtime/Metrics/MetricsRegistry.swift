import CPrometheus
import Synchronization

/// The metrics of a process: made once with their labels, counted by one call, read as Prometheus' text.
///
/// Names and labels are the program's own, so wrong ones are a programmer's error and stop the process: counters are
/// named `tapedeck_<noun>_<unit>_total`, all names are letters, digits and underscores.
public final class MetricsRegistry: @unchecked Sendable {
    // prometheus-cpp's registry locks by itself.
    private let handle: OpaquePointer
    /// Run before the metrics are read, one reader at a time.
    private let updates = Mutex<[@Sendable () -> Void]>([])
    private let reading = Mutex(())

    /// A process usually has one registry, served at /metrics.
    public init() {
        guard let handle = tapedeck_metrics_create() else { fatalError("no memory for metrics") }
        self.handle = handle
    }

    deinit { tapedeck_metrics_destroy(handle) }

    /// A number that only grows. The same name and labels give the same counter.
    public func counter(_ name: String, _ help: String, labels: [String: String] = [:]) -> Counter {
        precondition(name.hasSuffix("_total"), "a counter's name ends with _total: \(name)")
        let pointer = withLabels(labels) { tapedeck_metrics_counter(handle, name, help, $0, $1, labels.count) }
        return Counter(pointer: checked(pointer, name), owner: self)
    }

    /// A number that rises and falls. The same name and labels give the same gauge.
    public func gauge(_ name: String, _ help: String, labels: [String: String] = [:]) -> Gauge {
        let pointer = withLabels(labels) { tapedeck_metrics_gauge(handle, name, help, $0, $1, labels.count) }
        return Gauge(pointer: checked(pointer, name), owner: self)
    }

    /// A number that is asked for when metrics are read. `read` runs on the reader's thread and must not block; what it
    /// captures lives as long as the registry.
    public func gauge(
        _ name: String, _ help: String, labels: [String: String] = [:], read: @escaping @Sendable () -> Double
    ) {
        // The pointer and not the gauge, which would keep the registry alive.
        nonisolated(unsafe) let pointer = gauge(name, help, labels: labels).pointer
        updates.withLock { $0.append { tapedeck_gauge_set(pointer, read()) } }
    }

    /// A number that only grows and that something else counts; it is asked for when metrics are read, as a gauge is.
    public func counter(
        _ name: String, _ help: String, labels: [String: String] = [:], read: @escaping @Sendable () -> Double
    ) {
        nonisolated(unsafe) let pointer = counter(name, help, labels: labels).pointer
        updates.withLock {
            $0.append { tapedeck_counter_add(pointer, max(0, read() - tapedeck_counter_value(pointer))) }
        }
    }

    /// How often values fell into which range. `bounds` are the ranges' upper ends, rising; the unit is in the name.
    public func histogram(
        _ name: String, _ help: String, labels: [String: String] = [:], bounds: [Double]
    ) -> Histogram {
        precondition(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }, "bounds must rise: \(name)")
        let pointer = withLabels(labels) {
            tapedeck_metrics_histogram(handle, name, help, $0, $1, labels.count, bounds, bounds.count)
        }
        return Histogram(pointer: checked(pointer, name), owner: self)
    }

    /// All metrics in Prometheus' text format, version 0.0.4.
    public var text: String {
        let updates = updates.withLock { $0 }
        reading.withLock { _ in for update in updates { update() } }
        var count = 0
        guard let bytes = tapedeck_metrics_text(handle, &count) else { return "" }
        defer { tapedeck_metrics_free_text(bytes) }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    private func checked(_ pointer: OpaquePointer?, _ name: String) -> OpaquePointer {
        guard let pointer else {
            preconditionFailure("the metric \(name) has a bad name or label, or is of another type already")
        }
        return pointer
    }

    private typealias Texts = UnsafePointer<UnsafePointer<CChar>?>

    /// Runs `body` with the labels' names and values as C texts.
    private func withLabels<Result>(_ labels: [String: String], _ body: (Texts?, Texts?) -> Result) -> Result {
        let pairs = labels.sorted { $0.key < $1.key }
        let names = pairs.map { CText($0.key) }
        let values = pairs.map { CText($0.value) }
        return withExtendedLifetime((names, values)) { body(names.map(\.pointer), values.map(\.pointer)) }
    }

    /// A C text that lives as long as this object.
    private final class CText {
        private let bytes: UnsafeMutablePointer<CChar>

        init(_ text: String) {
            let source = text.utf8CString
            bytes = .allocate(capacity: source.count)
            for (index, byte) in source.enumerated() { bytes[index] = byte }
        }

        deinit { bytes.deallocate() }

        var pointer: UnsafePointer<CChar>? { UnsafePointer(bytes) }
    }
}
