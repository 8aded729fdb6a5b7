import VenueKit

/// Ids that contain counters, so that a test can identify the event of an id.
public enum SyntheticID {
    /// A UUID in the form of version 5 whose last twelve digits are `number` in decimal.
    public static func uuid(_ number: Int64, kind: StaticString = "00000000") -> String {
        let digits = String(number)
        return "\(kind)-0000-5000-8000-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits
    }
}
