import MarketData

/// The date on which a contract expires, as venues write it into symbols.
package struct ExpiryDate: Hashable {
    package let year: Int
    package let month: Int
    package let day: Int

    private static let months = [
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
    ]

    /// The futures markets' letters for the months, January first.
    private static let monthCodes = Array("FGHJKMNQUVXZ")

    /// `28APR23`, `6JAN23`.
    package init?(dayMonthYear text: some StringProtocol) {
        guard text.utf8.count == 6 || text.utf8.count == 7, let year = Int(text.suffix(2)),
            let month = Self.months.firstIndex(of: String(text.dropLast(2).suffix(3))),
            let day = Int(text.dropLast(5)), (1...31).contains(day), year >= 0
        else { return nil }
        self.year = 2000 + year
        self.month = month + 1
        self.day = day
    }

    /// `H23`: the last Friday of March 2023, on which quarterly futures expire.
    package init?(monthCode text: some StringProtocol) {
        guard text.utf8.count == 3, let code = text.first, let month = Self.monthCodes.firstIndex(of: code),
            let year = Int(text.dropFirst()), year >= 0
        else { return nil }
        self.year = 2000 + year
        self.month = month + 1
        guard let day = Self.lastFriday(year: self.year, month: self.month) else { return nil }
        self.day = day
    }

    private static func lastFriday(year: Int, month: Int) -> Int? {
        let nextYear = month == 12 ? year + 1 : year
        let nextMonth = month == 12 ? 1 : month + 1
        guard let next = days(year: nextYear, month: nextMonth, day: 1),
            let first = days(year: year, month: month, day: 1)
        else { return nil }
        // 1970-01-01 was a Thursday, so Fridays are the days with remainder 1.
        let last = next - 1
        return last - (last - 1) % 7 - first + 1
    }

    private static func days(year: Int, month: Int, day: Int) -> Int? {
        Timestamp(year: year, month: month, day: day, hour: 0, minute: 0, second: 0, nanosecond: 0)
            .map { Int($0.nanoseconds / 86_400_000_000_000) }
    }
}

extension ExpiryDate: CustomStringConvertible {
    /// `20230428`, as in our instrument names.
    package var description: String { String(year * 10_000 + month * 100 + day) }
}
