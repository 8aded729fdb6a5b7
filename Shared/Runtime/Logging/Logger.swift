/// Writes log lines under a label, in the API shape of swift-log.
///
/// It is a value: setting the level or metadata of a copy does not affect others. A message whose level is off costs one
/// comparison; neither the message nor its metadata is created.
public struct Logger: Sendable {
    /// Names and values that go with a message.
    public typealias Metadata = [String: MetadataValue]

    /// The source of the lines, such as `dedup`.
    public let label: String
    /// Where lines go.
    public var handler: any LogHandler

    /// Uses the handler of `LoggingSystem`.
    public init(label: String) {
        self.init(label: label, factory: LoggingSystem.makeHandler)
    }

    /// Uses a handler created by the caller.
    public init(label: String, factory: (String) -> any LogHandler) {
        self.label = label
        handler = factory(label)
    }

    /// Lines below this level are not written.
    public var logLevel: Level {
        get { handler.logLevel }
        set { handler.logLevel = newValue }
    }

    /// Metadata of every line of this logger.
    public subscript(metadataKey key: String) -> MetadataValue? {
        get { handler.metadata[key] }
        set { handler.metadata[key] = newValue }
    }

    /// Writes a line when its level is on.
    public func log(
        level: Level, _ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil
    ) {
        guard level >= handler.logLevel else { return }
        handler.log(level: level, message: message(), metadata: metadata())
    }

    /// Every step, for finding a bug.
    public func trace(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .trace, message(), metadata: metadata())
    }

    /// Information for developers.
    public func debug(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .debug, message(), metadata: metadata())
    }

    /// Information for operators: starts, stops, connections.
    public func info(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .info, message(), metadata: metadata())
    }

    /// Something unusual that needs no attention.
    public func notice(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .notice, message(), metadata: metadata())
    }

    /// A problem that the service has handled.
    public func warning(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .warning, message(), metadata: metadata())
    }

    /// Something failed.
    public func error(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .error, message(), metadata: metadata())
    }

    /// The service cannot continue.
    public func critical(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .critical, message(), metadata: metadata())
    }
}
