@testable import TapedeckCore
import Testing

@Suite("Numbers at a glance")
struct ShortTextTests {
    @Test(
        "a span of time has two or three digits and its unit",
        arguments: [
            (0, "0 µs"), (420_000, "420 µs"), (1_500_000, "1.5 ms"), (12_000_000, "12 ms"), (999_400_000, "999 ms"),
            (3_400_000_000, "3.4 s"), (300_000_000_000, "5 min"), (7_200_000_000_000, "2 h"),
            (259_200_000_000_000, "3 d"), (-12_000_000, "-12 ms"), (Int64.min, "-106752 d"),
        ])
    func durations(nanoseconds: Int64, text: String) {
        #expect(ShortText.duration(nanoseconds: nanoseconds) == text)
    }

    @Test(
        "a number has at most five characters",
        arguments: [
            (0, "0"), (0.34, "0.3"), (3, "3"), (42.4, "42"), (9_999, "9999"), (12_345, "12.3k"), (123_456, "123k"),
            (4_500_000, "4.5M"), (2e9, "2.0G"),
        ])
    func counts(value: Double, text: String) {
        #expect(ShortText.count(value) == text)
    }

    @Test("the time of day is UTC's")
    func timeOfDay() {
        #expect(ShortText.timeOfDay(nanoseconds: 1_795_250_580_123_456_789) == "08:43:00.123")
    }
}
