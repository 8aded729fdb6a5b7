/// How a log line looks.
public enum LogFormat: String, Sendable, CaseIterable {
    /// For people: time, level, label, message, metadata as `key=value`.
    case text
    /// One JSON object a line.
    case json
}
