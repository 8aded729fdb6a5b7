import Foundation

/// The file in which `tapedeck alerts` keeps what each channel knows, so that a new process tells nothing twice and what
/// was told to fire is told to be resolved.
struct AlertMemory: Sendable {
    /// The form of the file.
    private struct Contents: Codable {
        var version = 1
        var channels: [String: [AlertCondition]]
    }

    /// Where it is.
    let path: String

    /// What was written last, by channel; nothing when there is no file yet.
    ///
    /// - Throws: when there is a file that is none of ours.
    func read() throws -> [String: [AlertCondition]] {
        guard FileManager.default.fileExists(atPath: path) else { return [:] }
        let contents = try JSONDecoder().decode(Contents.self, from: Data(contentsOf: URL(filePath: path)))
        guard contents.version == 1 else {
            throw CocoaError(.fileReadUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        return contents.channels
    }

    /// Writes it anew, whole or not at all.
    func write(_ channels: [String: [AlertCondition]]) throws {
        let file = URL(filePath: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try JSONEncoder().encode(Contents(channels: channels)).write(to: file, options: .atomic)
    }
}
