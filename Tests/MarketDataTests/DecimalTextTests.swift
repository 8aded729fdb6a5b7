import MarketData
import Simulator
import TestSupport
import Testing

@Suite("Digits")
struct DecimalTextTests {
    private func text(_ value: Int64) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DecimalText.integerRoom) { buffer in
            // A temporary allocation of a non-zero capacity always has a base address.
            let count = DecimalText.write(value, to: buffer.baseAddress!)
            return String(decoding: buffer[..<count], as: UTF8.self)
        }
    }

    @Test("every power of ten and its neighbours are written as the library writes them")
    func edges() {
        var power: Int64 = 1
        for _ in 0..<19 {
            for value in [power - 1, power, power + 1, -power, 1 - power] { #expect(text(value) == "\(value)") }
            power = power.multipliedReportingOverflow(by: 10).partialValue
        }
        for value in [Int64.min, .max, 0] { #expect(text(value) == "\(value)") }
    }

    @Test("numbers of every length are written as the library writes them", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<4000 {
            let value =
                Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0...63, using: &generator)
            guard text(value) == "\(value)" else {
                Issue.record("seed \(seed): \(value)")
                return
            }
        }
    }

    @Test("every value below ten thousand fills both halves of a word right")
    func exhaustive() {
        for value in Int64(0)..<10_000 {
            guard text(value) == "\(value)", text(value * 10_000 + 7) == "\(value * 10_000 + 7)" else {
                Issue.record("\(value)")
                return
            }
        }
    }
}
