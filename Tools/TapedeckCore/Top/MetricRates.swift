/// What changed between two snapshots of one service.
struct MetricRates {
    let before: MetricSnapshot
    let after: MetricSnapshot

    /// How long it took.
    var seconds: Double { Double(after.time - before.time) / 1e9 }

    /// How much counters have grown, summed over the series that match; nil where there are none. A counter that fell
    /// was started anew with its service and grew from zero.
    func increase(of name: String, where labels: [String: String] = [:]) -> Double? {
        let now = after.samples(of: name, where: labels)
        guard !now.isEmpty else { return nil }
        let then = before.samples(of: name, where: labels)
        return now.reduce(0) { sum, sample in
            let old = then.first { $0.labels == sample.labels }?.value ?? 0
            return sum + (sample.value >= old ? sample.value - old : sample.value)
        }
    }

    /// `increase` by the second; nil as well when no time has passed.
    func perSecond(_ name: String, where labels: [String: String] = [:]) -> Double? {
        guard seconds > 0 else { return nil }
        return increase(of: name, where: labels).map { $0 / seconds }
    }

    /// The value below which a share of what a histogram took in between lies, by straight lines within its buckets as
    /// Prometheus' histogram_quantile; nil when it took in nothing.
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
                // Beyond the last bound nothing is known but that bound.
                guard bucket.bound.isFinite, bucket.count > lower.count else { return lower.bound }
                return lower.bound + (bucket.bound - lower.bound) * (rank - lower.count) / (bucket.count - lower.count)
            }
            lower = bucket
        }
        return lower.bound
    }
}
