/// The differences between two snapshots of one service.
struct MetricRates {
    let before: MetricSnapshot
    let after: MetricSnapshot

    /// The time between them.
    var seconds: Double { Double(after.time - before.time) / 1e9 }

    /// The increase of counters, summed over the matching series; nil if there are none. A counter that decreased was restarted
    /// with its service and has increased from zero.
    func increase(of name: String, where labels: [String: String] = [:]) -> Double? {
        let now = after.samples(of: name, where: labels)
        guard !now.isEmpty else { return nil }
        let then = before.samples(of: name, where: labels)
        return now.reduce(0) { sum, sample in
            let old = then.first { $0.labels == sample.labels }?.value ?? 0
            return sum + (sample.value >= old ? sample.value - old : sample.value)
        }
    }

    /// The increase per second; also nil if no time has passed.
    func perSecond(_ name: String, where labels: [String: String] = [:]) -> Double? {
        guard seconds > 0 else { return nil }
        return increase(of: name, where: labels).map { $0 / seconds }
    }

    /// A quantile of a histogram's values between the snapshots, interpolated linearly within its buckets like Prometheus'
    /// histogram_quantile; nil without values.
    func quantile(_ share: Double, of histogram: String) -> Double? {
        let bounds = Set(after.samples(of: histogram + "_bucket").compactMap { $0.labels["le"] })
        let buckets = bounds.compactMap { text -> (bound: Double, count: Double)? in
            guard let bound = text == "+Inf" ? .infinity : Double(text),
                let count = increase(of: histogram + "_bucket", where: ["le": text])
            else { return nil }
            return (bound, count)
        }.sorted { $0.bound < $1.bound }
        guard let total = buckets.last?.count, total > 0 else { return nil }
        let rank = share * total
        var lower = (bound: 0.0, count: 0.0)
        for bucket in buckets {
            if bucket.count >= rank {
                // Beyond the last bound, only that bound is known.
                guard bucket.bound.isFinite, bucket.count > lower.count else { return lower.bound }
                return lower.bound + (bucket.bound - lower.bound) * (rank - lower.count) / (bucket.count - lower.count)
            }
            lower = bucket
        }
        return lower.bound
    }
}
