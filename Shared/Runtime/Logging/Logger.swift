/// Writes log lines under a label, in the API shape of swift-log.
///
/// A value: setting the level or metadata of a copy changes nothing elsewhere. A message whose level is off costs a
/// comparison; neither it nor its metadata is made.
public struct Logger: Sendable {
    /// Names and values that go with a message.
    public typealias Metadata = [String: MetadataValue]

    /// Who speaks, such as `dedup`.
    public let label: String
    /// Where lines go.
    public var handler: any LogHandler

    /// Makes a logger with the handler of `LoggingSystem`.
    public init(label: String) {
        self.init(label: label, factory: LoggingSystem.makeHandler)
    }

    /// Makes a logger with a handler of the caller's.
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

    /// What a developer wants to know.
    public func debug(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .debug, message(), metadata: metadata())
    }

    /// What an operator may want to know: starts, ends, connections.
    public func info(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .info, message(), metadata: metadata())
    }

    /// Something out of the ordinary that needs nobody.
    public func notice(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .notice, message(), metadata: metadata())
    }

    /// Something that should not be, and that the service has dealt with.
    public func warning(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .warning, message(), metadata: metadata())
    }

    /// Something failed.
    public func error(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .error, message(), metadata: metadata())
    }

    /// The service cannot go on.
    public func critical(_ message: @autoclosure () -> Message, metadata: @autoclosure () -> Metadata? = nil) {
        log(level: .critical, message(), metadata: metadata())
    }
}
