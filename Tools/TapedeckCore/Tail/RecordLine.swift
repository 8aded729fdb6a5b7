/// A record as one line: its position, key, shortened headers and value.
struct RecordLine {
    /// The maximum number of characters of a value; nil for no limit.
    var width: Int?

    /// Short names for headers that every record of a topic has.
    private static let shortNames = ["ts_recv": "recv", "error_topic": "from", "error_code": "code"]
    private static let omitted: Set<String> = ["error_partition", "error_offset"]
    /// The maximum number of characters of a header's value; errors are not truncated, because they are the reason to look.
    private static let maximumHeader = 24

    /// The line.
    func text(_ record: ShownRecord) -> String {
        var parts = ["\(record.partition)@\(record.offset)"]
        if let time = record.timestampMilliseconds, time >= 0 {
            parts.append(ShortText.timeOfDay(nanoseconds: time.multipliedReportingOverflow(by: 1_000_000).partialValue))
        }
        if let document = DocumentLine.text(of: record.value) {
            // The document contains venue and symbol, which are the key.
            parts += Self.headers(record) + [document]
        } else {
            parts +=
                [record.key.isEmpty ? "no key" : record.key] + Self.headers(record) + [Self.printable(record.value)]
        }
        return cut(parts.joined(separator: "  "))
    }

    private static func headers(_ record: ShownRecord) -> [String] {
        let shown = record.headers.filter { !omitted.contains($0.name) }.map { header in
            "\(shortNames[header.name] ?? header.name)=\(value(of: header))"
        }
        return shown.isEmpty ? [] : ["{\(shown.joined(separator: " "))}"]
    }

    private static func value(of header: ShownRecord.Header) -> String {
        if header.name == "ts_recv", let time = Int64(header.value) { return ShortText.timeOfDay(nanoseconds: time) }
        guard header.name != "error", header.value.count > maximumHeader else { return header.value }
        return header.value.prefix(maximumHeader) + "…"
    }

    /// The value as text in one line; control characters and invalid UTF-8 are replaced.
    private static func printable(_ value: [UInt8]) -> String {
        if value.isEmpty { return "(nothing)" }
        return String(
            String.UnicodeScalarView(
                String(decoding: value, as: UTF8.self).unicodeScalars.map { scalar in
                    scalar.value < 0x20 || scalar.value == 0x7F || (0x80...0x9F).contains(scalar.value) ? "·" : scalar
                }))
    }

    private func cut(_ text: String) -> String {
        guard let width, text.count > width else { return text }
        return text.prefix(max(1, width - 1)) + "…"
    }
}
