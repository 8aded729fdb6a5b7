import Glibc

/// How full the disk is that a service writes to.
public enum DiskMetrics {
    /// Shows room and size of the file system that holds `path`, a folder that is there.
    ///
    /// - Parameter disk: what is written there, such as `archive`: the label.
    public static func register(_ disk: String, at path: String, in metrics: MetricsRegistry) {
        let labels = ["disk": disk]
        metrics.gauge(
            "tapedeck_disk_free_bytes", "Room on the disk for this process, by what is written there.", labels: labels
        ) { bytes(at: path) { $0.f_bavail } }
        metrics.gauge("tapedeck_disk_size_bytes", "Size of that disk.", labels: labels) {
            bytes(at: path) { $0.f_blocks }
        }
    }

    /// NaN for a disk that does not answer: no number would be true, and no alert compares with it.
    private static func bytes(at path: String, _ blocks: (statvfs) -> UInt) -> Double {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return .nan }
        return Double(blocks(status)) * Double(status.f_frsize)
    }
}
