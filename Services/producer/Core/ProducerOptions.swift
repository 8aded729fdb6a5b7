public import Runtime

/// The section `producer`.
public struct ProducerOptions: SectionConfig, Equatable {
    /// The section's name.
    public static let section = "producer"

    static let defaultSnapshotHours = 6

    /// The maximum age of a book's last snapshot in hours; 0 for no limit.
    public var snapshotHours = Self.defaultSnapshotHours

    /// The defaults.
    public init() {}

    /// Reads the section.
    public init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        snapshotHours = try section.integer(
            "snapshot_hours", default: Self.defaultSnapshotHours, in: 0...8760,
            "How old a book's last snapshot may become before a fresh one is asked for; 0 for any age.")
    }
}
