/// How a process ended, in the numbers of sysexits.h.
public enum ExitCode: Int32, Sendable {
    /// All was done.
    case success = 0
    /// The command line was wrong (EX_USAGE).
    case usage = 64
    /// The service failed (EX_SOFTWARE).
    case failure = 70
    /// The configuration was wrong (EX_CONFIG).
    case configuration = 78

    /// The code for an error that ends the process.
    public init(_ error: any Error) {
        switch error {
        case is UsageError: self = .usage
        case is ConfigurationError: self = .configuration
        default: self = .failure
        }
    }
}
