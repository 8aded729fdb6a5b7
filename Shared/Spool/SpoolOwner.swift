/// Whose records a spool holds: the name of its folder, and what logs and metrics call it.
package struct SpoolOwner: Sendable {
    /// The name in logs, such as `bybit/primary`.
    package let name: String
    /// The parts of the folder's name, which must be another for each spool below one configured folder.
    package let parts: [String]
    /// The labels of its metrics, the same ones for all spools of a process.
    package let labels: [String: String]

    /// Names an owner.
    package init(name: String, parts: [String], labels: [String: String]) {
        self.name = name
        self.parts = parts
        self.labels = labels
    }
}
