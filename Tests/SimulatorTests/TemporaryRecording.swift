import Foundation

/// A recording written by hand into a folder of its own, as `<venue>/<source>/sample.frames.jsonl`.
struct TemporaryRecording {
    let folder: URL

    /// Writes the lines and, where given, the files beside them.
    init(
        venue: String, source: String = "hand", lines: [String], index: [String]? = nil, times: [Int64]? = nil,
        packed: Bool = false
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "tapedeck-\(UUID().uuidString)")
        let parent = folder.appending(path: "\(venue)/\(source)")
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        func write(_ lines: [String], _ ending: String) throws {
            let file = parent.appending(path: "sample" + ending)
            try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file)
            guard packed else { return }
            let gzip = try Process.run(URL(filePath: "/bin/gzip"), arguments: [file.path])
            gzip.waitUntilExit()
        }
        try write(lines, ".frames.jsonl")
        if let index { try write(index, ".index.tsv") }
        if let times { try write(times.map(String.init), ".recv_ts.txt") }
    }

    /// Takes the folder away.
    func remove() { try? FileManager.default.removeItem(at: folder) }
}
