public import Runtime

extension MetricsRegistry {
    /// A metric added up over all its labels, from the text that Prometheus would read; 0 where there is none.
    public func sum(of name: String) -> Double {
        text.split(separator: "\n").reduce(0) { sum, line in
            guard line.hasPrefix(name), let value = line.split(separator: " ").last.flatMap({ Double($0) }) else {
                return sum
            }
            return sum + value
        }
    }
}
