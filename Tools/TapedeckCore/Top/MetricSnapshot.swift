/// The metrics of one service at one time.
struct MetricSnapshot: Equatable {
    /// One number.
    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    /// When it was taken, in nanoseconds since 1970.
    var time: Int64
    var samples: [Sample] = []

    /// The samples with this name whose labels include these.
    func samples(of name: String, where labels: [String: String] = [:]) -> [Sample] {
        samples.filter { sample in sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 } }
    }

    /// The sum of the matching samples; nil if there are none.
    func sum(of name: String, where labels: [String: String] = [:]) -> Double? {
        let found = samples(of: name, where: labels)
        return found.isEmpty ? nil : found.reduce(0) { $0 + $1.value }
    }
}
