extension Configuration {
    /// All that is wrong with what `read` reads, file order first: a value that cannot be used is noted, its default takes its
    /// place, and reading goes on.
    ///
    /// Mistakes that only show when several values are looked at together are told once the values themselves are right.
    public func mistakes(
        _ read: (Configuration) throws(ConfigurationError) -> Void
    ) -> [ConfigurationError] {
        var copy = self
        let collector = MistakeCollector()
        copy.collector = collector
        do throws(ConfigurationError) {
            try read(copy)
        } catch {
            collector.note(error, ofSection: error.section)
        }
        return collector.mistakes.sorted { Self.order($0.place) < Self.order($1.place) }
    }

    /// The sections of the file that nobody knows. A configuration that has some can be had by `Configuration(checking:)` alone.
    public var unknownSections: [ConfigurationError] {
        entries.filter { !Self.sectionNames.contains($0.key) }.map { entry in
            .unknownKey(
                entry.place, key: "'\(entry.key)'", nearest: NearestName.of(entry.key, among: Self.sectionNames),
                known: Self.sectionNames)
        }
    }
}

extension ConfigurationError {
    /// The key that the mistake is about; nil where it is about the file.
    var key: String? {
        switch self {
        case .unreadable, .syntax: nil
        case .invalid(_, let key, _, _), .missing(_, let key, _), .unknownKey(_, let key, _, _): key
        }
    }

    /// The section that the key lies in: what stands before its last dot.
    var section: String {
        guard let key, let dot = key.lastIndex(of: ".") else { return key ?? "" }
        return String(key[..<dot])
    }
}
