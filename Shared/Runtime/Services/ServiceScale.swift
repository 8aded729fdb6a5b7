/// How many of a service run beside each other.
public enum ServiceScale: Sendable {
    /// One for each venue and source.
    case sources
    /// As many as one likes: members of a consumer group share the partitions.
    case members
    /// One.
    case once
}
