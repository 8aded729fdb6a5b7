import Foundation

/// A file that lives as long as the value that made it.
final class TemporaryFile {
    let path: String

    init(bytes: [UInt8] = []) throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("tapedeck-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String) throws { try self.init(bytes: Array(text.utf8)) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// What the file holds now.
    var text: String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
