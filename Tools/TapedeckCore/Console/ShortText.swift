import Foundation

/// Short forms of numbers and times for people.
enum ShortText {
    /// A duration: `0.4 ms`, `12 ms`, `3.4 s`, `5 min`, `2 h`, `3 d`. A negative one, from clocks that disagree, keeps its
    /// sign.
    static func duration(nanoseconds: Int64) -> String {
        guard nanoseconds >= 0 else { return "-" + duration(nanoseconds: -max(nanoseconds, -.max)) }
        let seconds = Double(nanoseconds) / 1e9
        return switch seconds {
        case ..<0.000_95: fixed(seconds * 1e6, 0) + " µs"
        case ..<0.009_95: fixed(seconds * 1e3, 1) + " ms"
        case ..<0.999_5: fixed(seconds * 1e3, 0) + " ms"
        case ..<99.95: fixed(seconds, 1) + " s"
        case ..<5_400: fixed(seconds / 60, 0) + " min"
        case ..<172_800: fixed(seconds / 3600, 0) + " h"
        default: fixed(seconds / 86_400, 0) + " d"
        }
    }

    /// A number of at most five characters: `0`, `0.3`, `42`, `9999`, `12.3k`, `4.5M`.
    static func count(_ value: Double) -> String {
        let size = abs(value)
        if size != 0, size < 9.95 { return size == size.rounded() ? fixed(value, 0) : fixed(value, 1) }
        return switch size {
        case ..<9_999.5: fixed(value, 0)
        case ..<99_950: fixed(value / 1e3, 1) + "k"
        case ..<999_500: fixed(value / 1e3, 0) + "k"
        case ..<999_500_000: fixed(value / 1e6, 1) + "M"
        default: fixed(value / 1e9, 1) + "G"
        }
    }

    /// A memory size: `45 MB`.
    static func bytes(_ value: Double) -> String {
        switch value {
        case ..<1e6: fixed(value / 1e3, 0) + " kB"
        case ..<1e9: fixed(value / 1e6, 0) + " MB"
        default: fixed(value / 1e9, 1) + " GB"
        }
    }

    /// A fraction as a percentage: `3 %`.
    static func percent(_ fraction: Double) -> String { fixed(fraction * 100, 0) + " %" }

    /// A number with this many digits after the point.
    static func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

    /// The time of day in UTC with milliseconds: `08:43:00.123`.
    static func timeOfDay(nanoseconds: Int64) -> String {
        let milliseconds = nanoseconds / 1_000_000
        return String(
            format: "%02d:%02d:%02d.%03d", Int(milliseconds / 3_600_000 % 24), Int(milliseconds / 60_000 % 60),
            Int(milliseconds / 1_000 % 60), Int(milliseconds % 1_000))
    }
}
