import Runtime
import Synchronization

/// Keeps what a service says, from `notice` on, for assertions and for the messages of failures.
public final class ServiceLog: Sendable {
    private let kept = Mutex<[String]>([])

    /// An empty log.
    public init() {}

    /// The lines, oldest first: `level message name=value…`.
    public var lines: [String] { kept.withLock { $0 } }

    /// The handler that writes here.
    var handler: any LogHandler { Handler(log: self) }

    private struct Handler: LogHandler {
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]
        let log: ServiceLog

        init(log: ServiceLog) { self.log = log }

        func log(level: Logger.Level, message: Logger.Message, metadata: Logger.Metadata?) {
            let values = (metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            log.kept.withLock { $0.append("\(level) \(message)\(values)") }
        }
    }
}
