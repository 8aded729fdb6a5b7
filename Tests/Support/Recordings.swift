public import Foundation

/// The folder of recorded venue frames, which lies outside the project: `TAPEDECK_FRAMES`, by default `../shared/frames`.
public enum Recordings {
    /// The folder; nil where there is none, and then tests say that they are skipped.
    public static let folder: URL? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let path = ProcessInfo.processInfo.environment["TAPEDECK_FRAMES"] ?? "../shared/frames"
        let folder = URL(filePath: path, relativeTo: root).standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// The lines of a file, which may be packed by gzip.
    public static func lines(_ file: URL) throws -> [Data] {
        let data = file.pathExtension == "gz" ? try unpack(file) : try Data(contentsOf: file)
        return data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true).map { Data($0) }
    }

    /// The frames of a recording, `<venue>/<source>/<name>`, packed or not.
    public static func frames(_ name: String) throws -> [Data] {
        guard let folder else { return [] }
        let plain = folder.appending(path: name + ".frames.jsonl")
        if FileManager.default.fileExists(atPath: plain.path) { return try lines(plain) }
        return try lines(folder.appending(path: name + ".frames.jsonl.gz"))
    }

    private static func unpack(_ file: URL) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/zcat")
        process.arguments = [file.path]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}
