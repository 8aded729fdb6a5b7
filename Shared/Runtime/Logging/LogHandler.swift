/// Where log lines go.
public protocol LogHandler: Sendable {
    /// Lines below this level are not written.
    var logLevel: Logger.Level { get set }

    /// Metadata of every line.
    var metadata: Logger.Metadata { get set }

    /// Writes a line, whose level has been found to be on. `metadata` wins over the handler's own.
    func log(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?)
}
