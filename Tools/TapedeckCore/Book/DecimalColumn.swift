import MarketData

/// A column of decimals, padded to the same number of digits after the point.
struct DecimalColumn {
    private var texts: [String?] = []
    private var fractionDigits = 0

    /// Adds a number, or an empty row.
    mutating func append(_ value: Decimal?) {
        texts.append(value?.description)
        fractionDigits = max(fractionDigits, value.map { Self.fractionDigits(of: $0.description) } ?? 0)
    }

    /// The number at an index, padded with zeros; empty for an empty row.
    subscript(index: Int) -> String {
        guard let text = texts[index] else { return "" }
        let missing = fractionDigits - Self.fractionDigits(of: text)
        guard missing > 0 else { return text }
        return text + (text.contains(".") ? "" : ".") + String(repeating: "0", count: missing)
    }

    private static func fractionDigits(of text: String) -> Int {
        text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    }
}
