import Glibc

/// One line of the log and its two spellings.
struct LogLine {
    /// Nanoseconds since 1970.
    var nanoseconds: Int64
    var level: Logger.Level
    var label: String
    var message: String
    /// In the order to be written.
    var metadata: [(key: String, value: String)]

    /// The line with its end.
    func bytes(_ format: LogFormat) -> [UInt8] {
        var text: String
        switch format {
        case .text:
            let level = level.rawValue.uppercased()
            let gap = String(repeating: " ", count: max(0, 8 - level.count))
            text = "\(time) \(level)\(gap) \(label): \(Self.oneLine(message))"
            for (key, value) in metadata { text += " \(key)=\(Self.word(value))" }
        case .json:
            text = "{\"time\":\"\(time)\",\"level\":\"\(level.rawValue)\",\"label\":"
            text += "\(Self.quoted(label)),\"message\":\(Self.quoted(message))"
            if !metadata.isEmpty {
                // An object of its own, so that no key of the metadata can hide one of the line.
                let pairs = metadata.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
                text += ",\"metadata\":{\(pairs.joined(separator: ","))}"
            }
            text += "}"
        }
        return Array(text.utf8) + [UInt8(ascii: "\n")]
    }

    /// UTC with milliseconds, as RFC 3339 writes it.
    var time: String {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = "\(number)"
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let date = "\(padded(parts.tm_year + 1900, 4))-\(padded(parts.tm_mon + 1, 2))-\(padded(parts.tm_mday, 2))"
        let clock = "\(padded(parts.tm_hour, 2)):\(padded(parts.tm_min, 2)):\(padded(parts.tm_sec, 2))"
        return "\(date)T\(clock).\(padded(nanoseconds / 1_000_000 % 1000, 3))Z"
    }

    /// A value of the text format: quoted when it is not a plain word.
    private static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        return isPlain ? text : quoted(text)
    }

    /// A message of the text format: what would break the line is escaped, quotes are not.
    private static func oneLine(_ text: String) -> String {
        text.utf8.contains { $0 < 0x20 } ? escaped(text, quotes: false) : text
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String { "\"\(escaped(text, quotes: true))\"" }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\"" where quotes: result += "\\\""
            case "\\" where quotes: result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
