/// Why a book wants a snapshot.
public enum SnapshotNeed: String, Sendable, CaseIterable {
    /// None has come yet.
    case initial = "no snapshot came"
    /// Changes are missing.
    case gap = "changes are missing"
    /// The price nears, or has left, the levels that the last snapshot told of.
    case horizon = "the price nears the end of what is known"
}
