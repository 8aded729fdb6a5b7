/// What was asked of a configuration while it was read: keys for the documentation, variables for the check of typos.
///
/// A class because a section, its nested sections and the elements of its lists write into one. Reading is done by one
/// thread, at the start.
final class KeyCatalogue {
    private(set) var keys: [ConfigurationKey] = []
    private(set) var environmentNames: Set<String> = []
    /// Where mistakes go, when they are collected.
    var collector: MistakeCollector?

    func add(_ key: ConfigurationKey) {
        keys.append(key)
        if let name = key.environmentName { environmentNames.insert(name) }
    }

    /// Notes a variable that an open map has taken.
    func take(environmentName: String) { environmentNames.insert(environmentName) }
}
