/// Whether one thing that a service needs is there.
public enum HealthStatus: Sendable, Hashable {
    /// It is.
    case ok
    /// It is not, and why, in a few words.
    case failing(String)
}
