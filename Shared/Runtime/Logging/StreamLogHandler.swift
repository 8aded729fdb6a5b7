public import Base

/// Writes lines to stderr, or to another file descriptor.
public struct StreamLogHandler: LogHandler {
    /// Lines below this level are not written.
    public var logLevel: Logger.Level
    /// Metadata of every line.
    public var metadata: Logger.Metadata = [:]
    /// How a line looks.
    public let format: LogFormat
    private let label: String
    private let descriptor: Int32
    private let clock: WallClock

    /// `descriptor` is not closed by the handler.
    public init(
        label: String, level: Logger.Level = .info, format: LogFormat = .text, descriptor: Int32 = 2,
        clock: WallClock = .system
    ) {
        self.label = label
        self.format = format
        self.descriptor = descriptor
        self.clock = clock
        logLevel = level
    }

    /// Writes the line with one `write(2)`, so that lines of different threads and processes do not mix.
    public func log(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?) {
        let all = metadata.map { self.metadata.merging($0) { _, new in new } } ?? self.metadata
        let line = LogLine(
            nanoseconds: clock.now(), level: level, label: label, message: message.description,
            metadata: all.sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) })
        DescriptorOutput.write(line.bytes(format), to: descriptor)
    }
}
