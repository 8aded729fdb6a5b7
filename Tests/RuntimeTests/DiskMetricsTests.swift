import Foundation
import Runtime
import TestSupport
import Testing

@Suite("Disk metrics")
struct DiskMetricsTests {
    private static func value(_ metric: String, at path: String) throws -> Double {
        let metrics = MetricsRegistry()
        DiskMetrics.register("archive", at: path, in: metrics)
        let line = try #require(
            metrics.text.split(separator: "\n").first { $0.hasPrefix("\(metric){disk=\"archive\"} ") })
        return try #require(line.split(separator: " ").last.flatMap { Double($0.lowercased()) })
    }

    @Test("size and room are those of the file system")
    func numbers() throws {
        let folder = try ScratchFolder()
        let size = try FileManager.default.attributesOfFileSystem(forPath: folder.url.path)[.systemSize] as? NSNumber
        #expect(try Self.value("tapedeck_disk_size_bytes", at: folder.url.path) == size?.doubleValue)
        let free = try Self.value("tapedeck_disk_free_bytes", at: folder.url.path)
        #expect(free >= 0 && free <= size?.doubleValue ?? 0)
    }

    @Test("a folder that is not there has no number")
    func absent() throws {
        #expect(try Self.value("tapedeck_disk_free_bytes", at: "/nowhere/at/all").isNaN)
    }
}
