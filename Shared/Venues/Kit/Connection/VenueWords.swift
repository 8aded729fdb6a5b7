/// Extracts a venue's error message for logs, short and printable.
public enum VenueWords {
    /// The longest excerpt, in bytes.
    public static let longest = 200

    /// The message in a body: message and code if it is JSON, otherwise its beginning.
    public static func of(_ body: UnsafeRawBufferPointer) -> String {
        if let message = ClientMessage(body), let words = of(message) { return words }
        return printable(String(decoding: body.prefix(4 * longest), as: UTF8.self))
    }

    /// The message with its code: `-1121: Invalid symbol.` of `{"code":-1121,"msg":"Invalid symbol."}`; nil if there is none.
    package static func of(_ message: ClientMessage) -> String? {
        if let error = message["error"], case .object = error, let words = of(error) { return words }
        var parts: [String] = []
        for name in codes {
            if case .number(let code)? = message[name] {
                parts.append(code)
                break
            }
        }
        for name in texts {
            if let text = message[name]?.text, !text.isEmpty, !parts.contains(text) { parts.append(text) }
        }
        return parts.isEmpty ? nil : printable(parts.joined(separator: ": "))
    }

    private static let codes = ["code", "retCode"]
    /// The names of message fields; venues use one or two of them.
    private static let texts = ["msg", "retMsg", "ret_msg", "error", "message", "reason", "error_details"]

    /// The printable part as one line, no longer than `longest`.
    package static func printable(_ text: String) -> String {
        var result = ""
        var isGap = false
        for scalar in text.unicodeScalars {
            guard isPrintable(scalar) else {
                isGap = !result.isEmpty
                continue
            }
            if result.utf8.count + 6 > longest { return result + "…" }
            if isGap { result += " " }
            isGap = false
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    /// Control characters and characters that change the text direction are not printable.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x20, 0x7F...0xA0, 0x200B...0x200F, 0x2028...0x202F, 0x2060...0x206F, 0xFEFF: false
        default: true
        }
    }
}
