public import Foundation

/// The project's own files, found from this one.
public enum ProjectFiles {
    /// The project's folder.
    public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A file's text.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Paths below a folder that end so, sorted.
    public static func paths(under folder: String, endingWith end: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path)
        let names = (found?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(end) }.map { "\(folder)/\($0)" }.sorted()
    }

    /// Every page of the documentation.
    public static let pages: [String] =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"]
        + ["docs", "Services", "Tools", "Tests/Benchmarks"].flatMap { paths(under: $0, endingWith: ".md") }
}
