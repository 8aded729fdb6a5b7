/// The maximum age of a book's last snapshot. Each book and each connection has its own interval within the period, so that
/// those that started together do not send their requests together.
public struct SnapshotPeriod: Sendable, Hashable {
    /// The period.
    public let nanoseconds: Int64

    /// A period in hours; nil for 0, which means never.
    public init?(hours: Int) {
        guard hours > 0 else { return nil }
        self.init(nanoseconds: Int64(min(hours, 24 * 3650)) * 3_600_000_000_000)
    }

    /// A period in nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = max(1, nanoseconds)
    }

    /// The time from the last snapshot of this name to the next request: between 0.5 and 0.95 of the period, which leaves time
    /// for the venue's limits.
    func interval(for name: String) -> Int64 {
        // FNV-1a gives the same value for a name in every process.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let share = Int64((hash ^ hash &>> 32) & 0xFFFF)
        return nanoseconds / 2 + nanoseconds / 20 * 9 / 0x1_0000 * share
    }
}
