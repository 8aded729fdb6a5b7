/// Why nothing can be measured, or why a measurement failed.
enum BenchError: Error, CustomStringConvertible {
    /// An unknown or invalid option.
    case badOption(String)
    /// There is no folder of recorded frames.
    case noFrames
    /// There is no Kafka to measure with.
    case noKafka
    /// Kafka acknowledged fewer records than were produced.
    case unacknowledged
    /// A prepared file that cannot be read.
    case badFile(String)
    /// Frames exceed the limit of heap requests.
    case tooManyAllocations([String])
    /// An unknown venue or product.
    case unknown(String)
    /// The number of seeds with mistakes.
    case mistakes(Int)

    var description: String {
        switch self {
        case .badOption(let option): "cannot use \(option); see Tests/Benchmarks/README.md"
        case .noFrames: "no recorded frames: set TAPEDECK_FRAMES to their folder"
        case .noKafka: "no Kafka: set KAFKA_BOOTSTRAP_SERVERS to a fresh one"
        case .unacknowledged: "Kafka did not acknowledge the records"
        case .badFile(let reason): reason
        case .tooManyAllocations(let failures): failures.joined(separator: "\n")
        case .mistakes(let count): "mistakes with \(count) seeds"
        case .unknown(let name): "unknown: \(name)"
        }
    }
}
