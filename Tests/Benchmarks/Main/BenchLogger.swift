import Runtime

extension Logger {
    /// Only logs problems, so that the output of a benchmark contains only its results.
    static let bench: Logger = {
        var logger = Logger(label: "bench")
        logger.logLevel = .error
        return logger
    }()
}
