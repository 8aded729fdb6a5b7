/// Reads Prometheus' text format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format).
enum PrometheusText {
    /// All samples in a text. Invalid lines are skipped, because a view of metrics can do nothing with them.
    static func samples(in text: String) -> [MetricSnapshot.Sample] {
        text.utf8.split(separator: UInt8(ascii: "\n")).compactMap { line in
            var reader = LineReader(rest: line)
            return reader.sample()
        }
    }

    /// One line: `name{label="value",…} value [timestamp]`.
    private struct LineReader {
        var rest: Substring.UTF8View

        mutating func sample() -> MetricSnapshot.Sample? {
            skipSpaces()
            let name = word { Self.isNameByte($0) }
            guard !name.isEmpty else { return nil }
            var labels: [String: String] = [:]
            skipSpaces()
            if take("{") {
                guard let found = self.labels() else { return nil }
                labels = found
                skipSpaces()
            }
            // Double also parses the format's NaN, +Inf and -Inf. A timestamp may follow; it is not needed.
            guard let value = Double(word { $0 > 0x20 }) else { return nil }
            return MetricSnapshot.Sample(name: name, labels: labels, value: value)
        }

        /// Reads the labels up to the closing brace.
        private mutating func labels() -> [String: String]? {
            var labels: [String: String] = [:]
            while true {
                skipSpaces()
                if take("}") { return labels }
                let name = word { Self.isNameByte($0) }
                skipSpaces()
                guard !name.isEmpty, take("=") else { return nil }
                skipSpaces()
                guard take("\""), let value = quoted() else { return nil }
                labels[name] = value
                skipSpaces()
                guard take(",") || rest.first == UInt8(ascii: "}") else { return nil }
            }
        }

        /// A text up to its closing quote, with `\\`, `\"` and `\n` resolved.
        private mutating func quoted() -> String? {
            var bytes: [UInt8] = []
            while let byte = rest.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: bytes, as: UTF8.self)
                case UInt8(ascii: "\\"):
                    guard let escaped = rest.popFirst() else { return nil }
                    bytes.append(escaped == UInt8(ascii: "n") ? 0x0A : escaped)
                default: bytes.append(byte)
                }
            }
            return nil
        }

        private mutating func skipSpaces() {
            while let byte = rest.first, byte == 0x20 || byte == 0x09 { rest.removeFirst() }
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest.removeFirst()
            return true
        }

        private mutating func word(_ belongs: (UInt8) -> Bool) -> String {
            let word = rest.prefix(while: belongs)
            rest = rest[word.endIndex...]
            return String(Substring(word))
        }

        private static func isNameByte(_ byte: UInt8) -> Bool {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
    }
}
