public import Runtime

/// The section `signals`.
public struct SignalsConfig: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "signals"

    /// How far back books are read at the start, in hours; 0 for everything in Kafka.
    public var historyHours: Int
    /// The number of levels per side of the books in Redis.
    public var levels: Int
    /// The maximum age of a venue's book in the books over all venues, in milliseconds.
    public var freshMilliseconds: Int
    /// A book is stale after this time without documents, in milliseconds.
    public var staleMilliseconds: Int

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        historyHours = try section.integer(
            "history_hours", default: 7, in: 0...8760,
            "How far back the books are read at a start: longer than producers' snapshot_hours; 0 is all that Kafka keeps."
        )
        levels = try section.integer("levels", default: 50, in: 1...5000, "Levels a side of the books in Redis.")
        freshMilliseconds = try section.integer(
            "fresh_milliseconds", default: 5000, in: 1...3_600_000,
            "How old a venue's book may be to count in the books over all venues.")
        staleMilliseconds = try section.integer(
            "stale_milliseconds", default: 60_000, in: 100...86_400_000, "Silence after which a book is called stale.")
    }
}
