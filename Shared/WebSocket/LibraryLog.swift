import CLibwebsockets
import Glibc

/// Keeps libwebsockets' last error line of each thread, which often says more than the return value or callback,
/// and nothing else of its log.
enum LibraryLog {
    private static let lines = Guarded<[UInt: String]>([:])

    /// Once per process: the library's log level is global.
    static let installed: Void = {
        lws_set_log_level(1) { _, line in
            guard let line else { return }
            let text = LibraryLog.trimmed(String(cString: line))
            LibraryLog.lines.withLock { $0[UInt(pthread_self())] = text }
        }
    }()

    /// The last error line of this thread since it was last taken, or nil.
    static func takeLine() -> String? {
        lines.withLock { $0.removeValue(forKey: UInt(pthread_self())) }
    }

    /// Runs `body` and returns its value with the last error line that it caused, or an empty text.
    static func capturing<Value>(_ body: () -> Value) -> (Value, String) {
        _ = takeLine()
        let value = body()
        return (value, takeLine() ?? "")
    }

    /// Without the line's end and the library's "[date] E: " before it.
    private static func trimmed(_ line: String) -> String {
        var text = Substring(line)
        while let last = text.last, last.isNewline || last == " " { text.removeLast() }
        if text.first == "[", let end = text.firstRange(of: "] E: ") { text = text[end.upperBound...] }
        return String(text)
    }

    /// Why a client's connection failed: what the callback said, and what the log said of the certificate, which
    /// the callback reduces to "err 1".
    static func connectFailure(_ bytes: UnsafeMutableRawPointer?, _ count: Int) -> String {
        let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
        guard let line = takeLine(), line.contains("SSL") else { return text.isEmpty ? "no connection" : text }
        return text.isEmpty ? line : "\(text); \(line)"
    }
}
