/// Why a book needs a snapshot.
public enum SnapshotNeed: String, Sendable, CaseIterable {
    /// None has arrived yet.
    case initial = "no snapshot came"
    /// Changes are missing.
    case gap = "changes are missing"
    /// The price approaches, or has left, the levels of the last snapshot.
    case horizon = "the price nears the end of what is known"
}
