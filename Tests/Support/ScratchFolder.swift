public import Foundation

/// A folder of a test, gone with it.
public final class ScratchFolder: Sendable {
    /// The folder.
    public let url: URL

    /// Makes an empty folder.
    public init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "tapedeck-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of a name in it.
    public func path(_ name: String) -> String { url.appending(path: name).path }

    /// The names in it, sorted.
    public var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }
    }

    /// Every file below it, relative to it, sorted.
    public var files: [String] {
        get throws {
            try FileManager.default.subpathsOfDirectory(atPath: url.path).filter { name in
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: path(name), isDirectory: &isFolder) && !isFolder.boolValue
            }.sorted()
        }
    }

    /// A new file in it, open for writing.
    public func file(_ name: String) throws -> FileHandle {
        try Data().write(to: url.appending(path: name))
        return try FileHandle(forWritingTo: url.appending(path: name))
    }
}
