/// Why a soak cannot be judged.
enum SoakFailure: Error, CustomStringConvertible {
    /// The simulator's answer is not what was expected.
    case unreadableTruth
    /// Not everything came through in time.
    case neverSettled(String)
    /// The command that restarts Kafka failed.
    case restartFailed(Int32)

    var description: String {
        switch self {
        case .unreadableTruth: "the simulator's account cannot be read"
        case .neverSettled(let state): "not everything came through: \(state)"
        case .restartFailed(let status): "the command that restarts Kafka ended with status \(status)"
        }
    }
}
