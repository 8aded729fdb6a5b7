import JSON
import MarketData
import Simulator
import TestSupport
import Testing

@Suite("Bare numbers")
struct NumberGrammarTests {
    /// Whether a text is a number by RFC 8259, section 6, tried one character after the other.
    private func isNumber(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
        let hasZero = rest.first == 0x30
        let whole = digits()
        guard whole > 0, !hasZero || whole == 1 else { return false }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }

    @Test("what is passed or read is what the grammar allows", arguments: [1, 2, 3] as [UInt64])
    func grammar(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let characters = Array("0123456789012345678901234567890123456789....--eE+]}x/:?\u{1} ")
        for _ in 0..<20_000 {
            let text = String(
                (0..<Int.random(in: 1...18, using: &generator)).map { _ in
                    characters.randomElement(using: &generator) ?? "0"
                })
            let isNumber = isNumber(text)
            // White space and brackets around a number are other values' business.
            guard !text.contains(where: { " ]}".contains($0) }) else { continue }
            let isPassed = (try? read("[\(text)]") { cursor in try cursor.skipValue() }) != nil
            let decimal = try? read("{\"a\":\(text)}") { cursor in try cursor.decimal() }
            let optional = try? read("[\(text),1]") { cursor in try cursor.optionalDecimal() }
            let exact = isNumber ? try? Decimal(text) : nil
            guard isPassed == isNumber, decimal == exact, optional == exact else {
                Issue.record(
                    "seed \(seed): \(text): \(isPassed), \(String(describing: decimal)), \(String(describing: optional))"
                )
                return
            }
        }
    }

    /// Reads the first element or field of a text.
    private func read<Value>(_ text: String, _ body: (inout JSONCursor) throws -> Value) throws -> Value {
        var frame = FrameBuffer(minimumCapacity: 16)
        try frame.assign(text)
        var cursor = frame.cursor
        if text.hasPrefix("{") {
            var object = try cursor.beginObject()
            _ = try cursor.nextKey(&object)
            let value = try body(&cursor)
            let next = try cursor.nextKey(&object)
            guard next == nil else { throw DecodeError.malformed(offset: 0) }
            try cursor.finish()
            return value
        }
        var list = try cursor.beginArray()
        try cursor.requireElement(&list)
        let value = try body(&cursor)
        while try cursor.nextElement(&list) { try cursor.skipValue() }
        try cursor.finish()
        return value
    }
}
