import MarketData
import Simulator
import TestSupport
import Testing

@Suite("Decimal")
struct DecimalTests {
    @Test(
        "plain and scientific texts give their exact units",
        arguments: [
            ("0", 0), ("-0", 0), ("1", 1_000_000_000_000_000_000), ("-0.5", -500_000_000_000_000_000),
            ("65114.30", 65_114_300_000_000_000_000_000), ("0.000000000000000001", 1), ("1e-18", 1),
            ("1E2", 100 * 1_000_000_000_000_000_000),
            ("1.50000000000000000000000", 1_500_000_000_000_000_000), ("12e-1", 1_200_000_000_000_000_000),
            ("+7", 7_000_000_000_000_000_000),
            ("0.00000000000000000000", 0), ("000123", 123_000_000_000_000_000_000),
        ] as [(String, Int128)])
    func parses(_ text: String, _ units: Int128) throws {
        #expect(try Decimal(text).units == units)
    }

    @Test(
        "texts that are no numbers are refused",
        arguments: ["", "-", ".", "1.", ".5", "1e", "1e+", "0x10", "1,5", "NaN", "--1", "1.2.3", " 1"])
    func refusesMalformed(_ text: String) {
        #expect(throws: DecimalError.malformed) { try Decimal(text) }
    }

    @Test(
        "numbers that do not fit are refused, never rounded",
        arguments: [
            "0.0000000000000000001", "1e-19", "200000000000000000000", "1e21", "1e999999999999",
            "123456789012345678901234567890",
        ])
    func refusesWhatDoesNotFit(_ text: String) {
        #expect(throws: DecimalError.doesNotFit) { try Decimal(text) }
    }

    @Test(
        "texts come out plain and short",
        arguments: [
            ("0", "0"), ("-0.50", "-0.5"), ("65114.30", "65114.3"), ("1e-18", "0.000000000000000001"), ("100", "100"),
            ("0.001", "0.001"),
            ("170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"),
            ("12345678901234567890", "12345678901234567890"),
            ("-99999999999.99999999", "-99999999999.99999999"), ("0.0000000123", "0.0000000123"),
            ("1000000000000.000000001", "1000000000000.000000001"),
        ])
    func prints(_ text: String, _ expected: String) throws {
        #expect(try Decimal(text).description == expected)
    }

    @Test("parsing what was printed gives the same number", arguments: [1, 2, 3] as [UInt64])
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let bits = Int.random(in: 1...127, using: &generator)
            let magnitude = Int128(
                truncatingIfNeeded: UInt128.random(in: 0...(UInt128(1) << UInt128(bits) - 1), using: &generator))
            let decimal = Decimal(units: Bool.random(using: &generator) ? magnitude : -magnitude)
            guard try Decimal(decimal.description) == decimal else {
                Issue.record("seed \(seed), units \(decimal.units)")
                return
            }
        }
    }

    @Test("numbers of eight digits and fewer after the point come back too", arguments: [1, 2, 3] as [UInt64])
    func roundTripOfOrdinaryNumbers(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let mantissa = UInt64.random(
                in: 0...(.max >> UInt64.random(in: 0...63, using: &generator)), using: &generator)
            let decimal = Decimal(
                mantissa: mantissa, fractionDigits: Int.random(in: 0...9, using: &generator),
                isNegative: Bool.random(using: &generator))
            let text = decimal.description
            guard try Decimal(text) == decimal, !text.contains(".") || text.last != "0" && text.last != "." else {
                Issue.record("seed \(seed), units \(decimal.units): \(text)")
                return
            }
        }
    }

    @Test("a mantissa and a count of fraction digits give the number that the text gives")
    func mantissa() throws {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<4000 {
            let mantissa = UInt64.random(
                in: 0...(.max >> UInt64.random(in: 0...63, using: &generator)), using: &generator)
            let digits = Int.random(in: 0...18, using: &generator)
            let fast = Decimal(mantissa: mantissa, fractionDigits: digits, isNegative: true)
            guard try fast == Decimal("-\(mantissa)e-\(digits)") else {
                Issue.record("\(mantissa)e-\(digits)")
                return
            }
        }
    }

    @Test("sums beyond the range answer nil")
    func overflow() {
        #expect(Decimal(units: .max).adding(Decimal(units: 1)) == nil)
        #expect(Decimal(units: 2).adding(Decimal(units: 1)) == Decimal(units: 3))
    }
}
