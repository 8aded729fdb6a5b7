import MarketData
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "calendar parts and moments agree",
        arguments: [
            (0, "1970-01-01T00:00:00.000000000Z"), (1_709_164_800_000_000_001, "2024-02-29T00:00:00.000000001Z"),
            (1_786_309_548_228_568_804, "2026-08-09T21:05:48.228568804Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
            (951_868_799_999_999_999, "2000-02-29T23:59:59.999999999Z"),
        ] as [(Int64, String)])
    func prints(_ nanoseconds: Int64, _ text: String) {
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test("the time between any two moments is a number of nanoseconds")
    func between() {
        let bounds = [Int64.min, .min + 1, -1, 0, 1, .max - 1, .max].map { Timestamp(nanoseconds: $0) }
        for later in bounds {
            for earlier in bounds {
                let exact = Int128(later.nanoseconds) - Int128(earlier.nanoseconds)
                let held = max(min(exact, Int128(Int64.max)), Int128(Int64.min))
                #expect(Int128(later.nanoseconds(since: earlier)) == held)
            }
        }
    }

    @Test("every day from 1970 to 2261 survives the way through its parts")
    func everyDay() throws {
        for day in stride(from: Int64(0), to: 106_000, by: 13) {
            let moment = Timestamp(nanoseconds: day * 86_400_000_000_000 + 3_723_000_000_004)
            let parts = moment.parts
            #expect(
                Timestamp(
                    year: parts.year, month: parts.month, day: parts.day, hour: parts.hour, minute: parts.minute,
                    second: parts.second, nanosecond: parts.nanosecond) == moment)
        }
    }

    @Test("parts out of range and moments that do not fit are refused")
    func refuses() {
        #expect(Timestamp(year: 2024, month: 13, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0) == nil)
        #expect(Timestamp(year: 1969, month: 1, day: 1, hour: 0, minute: 0, second: 0, nanosecond: 0) == nil)
        #expect(Timestamp(milliseconds: .max) == nil)
        #expect(Timestamp(microseconds: .min) == nil)
    }
}
