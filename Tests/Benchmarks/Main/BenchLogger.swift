import Runtime

extension Logger {
    /// Says what is wrong and nothing else, so that a bench prints its figures alone.
    static let bench: Logger = {
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        return logger
    }()
}
