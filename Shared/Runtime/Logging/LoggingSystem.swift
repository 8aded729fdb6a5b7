import Synchronization

/// The handler that loggers get when none is named.
public enum LoggingSystem {
    private static let factory = Mutex<@Sendable (String) -> any LogHandler> { StreamLogHandler(label: $0) }

    /// Sets the handler of loggers made from now on; a process does so once, at its start.
    public static func bootstrap(_ factory: @escaping @Sendable (String) -> any LogHandler) {
        self.factory.withLock { $0 = factory }
    }

    static func makeHandler(_ label: String) -> any LogHandler {
        factory.withLock { $0 }(label)
    }
}
