import Glibc

/// What every process tells of itself, under the names that Prometheus' client libraries share:
/// https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
public enum ProcessMetrics {
    /// Adds the process' memory, processor time, open files and start, and the program's version.
    public static func register(in registry: MetricsRegistry, version: String, startNanoseconds: Int64) {
        registry.gauge("process_resident_memory_bytes", "Memory in use.", read: residentBytes)
        registry.counter("process_cpu_seconds_total", "Processor time used, user and system.", read: processorSeconds)
        registry.gauge("process_open_fds", "Open file descriptors.", read: openFiles)
        registry.gauge("process_start_time_seconds", "When the process started, since 1970.")
            .set(Double(startNanoseconds) / 1e9)
        registry.gauge("tapedeck_build_info", "1, with the version as a label.", labels: ["version": version]).set(1)
    }

    @Sendable private static func residentBytes() -> Double { Double(pages().resident * pageSize) }

    /// Resident memory in bytes that is no page of a file.
    static func ownBytes() -> Int {
        let pages = pages()
        return (pages.resident - pages.ofFiles) * pageSize
    }

    private static let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))

    /// The second and the third number of `/proc/self/statm` (proc(5)); 0 if it cannot be read.
    private static func pages() -> (resident: Int, ofFiles: Int) {
        let text = (try? FileBytes.read("/proc/self/statm", limit: 4096)).map { String(decoding: $0, as: UTF8.self) }
        let numbers = text?.split(separator: " ").compactMap { Int($0) } ?? []
        return numbers.count > 2 ? (numbers[1], numbers[2]) : (0, 0)
    }

    @Sendable private static func processorSeconds() -> Double {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    @Sendable private static func openFiles() -> Double {
        guard let directory = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Less `.`, `..` and the directory itself.
        return Double(max(0, count - 3))
    }
}
