/// The owner of a spool's records: the name of its folder, and its name in logs and metrics.
package struct SpoolOwner: Sendable {
    /// The name in logs, such as `bybit/primary`.
    package let name: String
    /// The parts of the folder's name, which must be unique among the spools of a configured folder.
    package let parts: [String]
    /// The labels of its metrics, the same ones for all spools of a process.
    package let labels: [String: String]

    /// `parts` must be unique among the spools, and `labels` must have the same names for all spools of a process.
    package init(name: String, parts: [String], labels: [String: String]) {
        self.name = name
        self.parts = parts
        self.labels = labels
    }
}
