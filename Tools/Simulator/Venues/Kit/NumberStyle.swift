import VenueKit

/// A venue's style of numbers.
public enum NumberStyle: Sendable {
    /// A string with all digits: `"65114.30"`.
    case quoted
    /// A string without trailing zeros: `"65114.3"`.
    case quotedShort
    /// A bare number without trailing zeros, but with at least one digit after the point: `65114.0`.
    case bare
}
