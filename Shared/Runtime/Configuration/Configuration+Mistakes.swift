extension Configuration {
    /// All mistakes in the sections that `read` reads, in file order. An invalid value is recorded and replaced by its default,
    /// and reading continues.
    ///
    /// Mistakes that involve several values are reported once the values themselves are valid.
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

    /// The unknown sections of the file. Only `Configuration(checking:)` accepts a file with unknown sections.
    public var unknownSections: [ConfigurationError] {
        entries.filter { !Self.sectionNames.contains($0.key) }.map { entry in
            .unknownKey(
                entry.place, key: "'\(entry.key)'", nearest: NearestName.of(entry.key, among: Self.sectionNames),
                known: Self.sectionNames)
        }
    }
}

extension ConfigurationError {
    /// The key with the mistake; nil if it is in the file as a whole.
    var key: String? {
        switch self {
        case .unreadable, .syntax: nil
        case .invalid(_, let key, _, _), .missing(_, let key, _), .unknownKey(_, let key, _, _): key
        }
    }

    /// The section of the key: the part before its last dot.
    var section: String {
        guard let key, let dot = key.lastIndex(of: ".") else { return key ?? "" }
        return String(key[..<dot])
    }
}
