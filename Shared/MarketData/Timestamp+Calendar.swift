extension Timestamp {
    /// Takes the calendar parts in UTC; nil if a part is out of range or the time is before 1970 or after 2261.
    @inlinable
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, nanosecond: Int) {
        // A leap second (60) counts as the first of the next minute, as POSIX does.
        guard year >= 1970, year <= 2261, month >= 1, month <= 12, day >= 1, day <= 31, hour >= 0, hour <= 23,
            minute >= 0, minute <= 59, second >= 0, second <= 60, nanosecond >= 0, nanosecond <= 999_999_999
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = (days * 24 + hour) * 3600 + minute * 60 + second
        nanoseconds = Int64(seconds) * 1_000_000_000 + Int64(nanosecond)
    }

    /// Days from 1970-01-01 to a date of the Gregorian calendar, by Howard Hinnant's `days_from_civil`
    /// (https://howardhinnant.github.io/date_algorithms.html).
    @inlinable
    static func days(year: Int, month: Int, day: Int) -> Int {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The calendar parts in UTC.
    public var parts: CalendarParts {
        let (seconds, nanosecond) = nanoseconds.flooredQuotientAndRemainder(by: 1_000_000_000)
        let (days, secondOfDay) = seconds.flooredQuotientAndRemainder(by: 86_400)
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.flooredQuotientAndRemainder(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return CalendarParts(
            year: Int(year), month: Int(month), day: Int(day), hour: Int(secondOfDay / 3600),
            minute: Int(secondOfDay / 60 % 60), second: Int(secondOfDay % 60), nanosecond: Int(nanosecond))
    }
}

/// The calendar parts of a timestamp, in UTC.
public struct CalendarParts: Sendable, Hashable {
    /// The year, such as 2026.
    public var year: Int
    /// The month, 1…12.
    public var month: Int
    /// The day of the month, 1…31.
    public var day: Int
    /// The hour, 0…23.
    public var hour: Int
    /// The minute, 0…59.
    public var minute: Int
    /// The second, 0…59.
    public var second: Int
    /// The nanosecond within the second.
    public var nanosecond: Int
}

extension Int64 {
    /// Division that rounds towards negative infinity, so that times before 1970 have correct parts too.
    fileprivate func flooredQuotientAndRemainder(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 with nine digits of fraction: `2026-11-21T08:43:00.000000000Z`.
    public var description: String {
        let parts = parts
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return
            "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))T\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2)).\(padded(parts.nanosecond, 9))Z"
    }
}
