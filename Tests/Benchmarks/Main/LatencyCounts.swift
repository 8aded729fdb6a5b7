import Foundation

/// The buckets of a histogram without labels, parsed from Prometheus's text format.
struct LatencyCounts {
    /// The upper ends in seconds with the number of values at or below them.
    private var buckets: [(end: Double, count: Double)] = []

    /// - Parameter name: the name of the histogram.
    init(_ text: String, of name: String = "tapedeck_wire_to_redis_seconds") {
        for line in text.split(separator: "\n") where line.hasPrefix("\(name)_bucket{le=\"") {
            let parts = line.split(separator: "\"")
            guard parts.count == 3, let count = Double(parts[2].dropFirst(2)) else { continue }
            buckets.append((parts[1] == "+Inf" ? .infinity : Double(parts[1]) ?? .infinity, count))
        }
        buckets.sort { $0.end < $1.end }
    }

    /// The values since an earlier state.
    func since(_ earlier: LatencyCounts) -> LatencyCounts {
        var difference = self
        for index in buckets.indices where index < earlier.buckets.count {
            difference.buckets[index].count -= earlier.buckets[index].count
        }
        return difference
    }

    var total: Double { buckets.last?.count ?? 0 }

    /// A quantile as text, with linear interpolation within a bucket, as in Prometheus.
    func quantile(_ share: Double) -> String {
        let rank = share * total
        var lower = (end: 0.0, count: 0.0)
        for bucket in buckets {
            if bucket.count >= rank, bucket.count > lower.count {
                guard bucket.end.isFinite else { break }
                let part = (rank - lower.count) / (bucket.count - lower.count)
                return String(format: "%.1f ms", (lower.end + part * (bucket.end - lower.end)) * 1000)
            }
            lower = bucket
        }
        return String(format: "above %.0f ms", lower.end * 1000)
    }
}
