/// How old a book's last snapshot may become. Each book, and each connection, has an interval of its own within the period,
/// so that those that began together do not ask together ever after.
public struct SnapshotPeriod: Sendable, Hashable {
    /// The period.
    public let nanoseconds: Int64

    /// A period of so many hours; nil for 0, which is never.
    public init?(hours: Int) {
        guard hours > 0 else { return nil }
        self.init(nanoseconds: Int64(min(hours, 24 * 3650)) * 3_600_000_000_000)
    }

    /// A period of so many nanoseconds.
    public init(nanoseconds: Int64) {
        self.nanoseconds = max(1, nanoseconds)
    }

    /// How long after its last snapshot the next one of this name is asked for: between a half of the period and 0.95 of it,
    /// which leaves time to wait for the venue's limits.
    func interval(for name: String) -> Int64 {
        // FNV-1a: the same for a name in every process.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        let share = Int64((hash ^ hash &>> 32) & 0xFFFF)
        return nanoseconds / 2 + nanoseconds / 20 * 9 / 0x1_0000 * share
    }
}
