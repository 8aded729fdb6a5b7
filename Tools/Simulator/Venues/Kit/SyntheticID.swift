import VenueKit

/// Ids made of counters, so that a test can tell from an id which event it was.
public enum SyntheticID {
    /// A UUID of version 5's form whose last twelve digits are `number` in decimal.
    public static func uuid(_ number: Int64, kind: StaticString = "00000000") -> String {
        let digits = String(number)
        return "\(kind)-0000-5000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
