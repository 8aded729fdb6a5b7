/// Why there is nothing to measure.
enum BenchError: Error, CustomStringConvertible {
    /// An option that is not known or makes no sense.
    case badOption(String)
    /// No folder of recorded frames.
    case noFrames
    /// No Kafka to measure with.
    case noKafka
    /// Kafka took fewer records than were given to it.
    case unacknowledged
    /// A prepared file that cannot be read.
    case badFile(String)
    /// Frames ask more of the heap than they may.
    case tooManyAllocations([String])
    /// A venue or product that is not known.
    case unknown(String)
    /// There were mistakes with so many seeds.
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
