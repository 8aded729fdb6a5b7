import MarketData
import Simulator
import TestSupport
import Testing

@Suite("Rounding to 18 places")
struct DecimalRoundingTests {
    private func rounding(_ text: String, _ exponent: Int = 0) throws(DecimalError) -> Decimal.Rounded {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBufferPointer { bytes in
            Result { () throws(DecimalError) in try Decimal.rounding(bytes, timesTenToThe: exponent) }
        }
        return try result.get()
    }

    @Test("what fits comes back as it is", arguments: [1, 2, 3] as [UInt64])
    func exact(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let digits = (0..<Int.random(in: 1...30, using: &generator)).map { _ in
                String(Int.random(in: 0...9, using: &generator))
            }.joined()
            let point = Int.random(in: 0...digits.count, using: &generator)
            let exponent = Int.random(in: -12...6, using: &generator)
            var text =
                point == 0 || point == digits.count ? digits : "\(digits.prefix(point)).\(digits.dropFirst(point))"
            if Bool.random(using: &generator) { text = "-" + text }
            if Bool.random(using: &generator) { text += "e\(exponent)" }
            guard let value = try? Decimal(text) else { continue }
            guard let rounded = try? rounding(text), rounded.value == value, rounded.isExact else {
                Issue.record("seed \(seed): \(text)")
                return
            }
        }
    }

    @Test(
        "the nearest is taken, of two the even one",
        arguments: [
            ("0.1234567890123456785", "0.123456789012345678"), ("0.1234567890123456775", "0.123456789012345678"),
            ("-0.1234567890123456785", "-0.123456789012345678"), ("-0.12345678901234567851", "-0.123456789012345679"),
            ("0.9999999999999999996", "1"), ("4e-19", "0"), ("6e-19", "0.000000000000000001"),
            ("1e-1000000000000", "0"),
        ])
    func nearest(text: String, expected: String) throws {
        let rounded = try rounding(text)
        #expect(rounded.value.description == expected)
        #expect(!rounded.isExact)
    }

    @Test(
        "what is beyond the range does not fit, whatever its form",
        arguments: ["1e21", "1e99999999999", "170141183460469231732", "-1e21"])
    func range(text: String) {
        #expect(throws: DecimalError.doesNotFit) { try rounding(text) }
    }

    @Test(
        "what is no number is none",
        arguments: ["", "-", ".", "1.", ".5", "1e", "1e+", "1x", "--1", "1..2", "NaN", "1e5x"])
    func malformed(text: String) {
        #expect(throws: DecimalError.malformed) { try rounding(text) }
    }
}
