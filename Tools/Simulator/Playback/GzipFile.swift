import CZlib

/// Reads a file that may be compressed with gzip; zlib reads both forms.
enum GzipFile {
    /// The maximum uncompressed size of a file: 1 GiB.
    static let limitBytes = 1 << 30

    /// The file's bytes, uncompressed.
    static func read(_ path: String) throws(SimulatorError) -> [UInt8] {
        guard let file = gzopen(path, "rb") else { throw .unreadable(file: path, reason: "no such file") }
        defer { gzclose(file) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = chunk.withUnsafeMutableBytes { gzread(file, $0.baseAddress, UInt32($0.count)) }
            guard count >= 0 else { throw .unreadable(file: path, reason: "broken gzip") }
            guard count > 0 else { return result }
            guard result.count + Int(count) <= limitBytes else {
                throw .unreadable(file: path, reason: "larger than \(limitBytes) bytes")
            }
            result += chunk[..<Int(count)]
        }
    }
}
