import Foundation
import Parquet

/// Counts the rows of an archive by venue, by reading its files.
enum ArchiveCount {
    /// The number of rows by venue under `root`, and the number of files.
    static func rows(under root: String) -> (rows: [String: Int], files: Int) {
        var rows: [String: Int] = [:]
        var files = 0
        let enumerator = FileManager.default.enumerator(atPath: root)
        while let path = enumerator?.nextObject() as? String {
            guard path.hasSuffix(".parquet"), let venue = venue(of: path),
                let info = try? ParquetFile.info(of: "\(root)/\(path)")
            else { continue }
            rows[venue, default: 0] += info.rows
            files += 1
        }
        return (rows, files)
    }

    /// The value of `venue=…` in the path.
    private static func venue(of path: String) -> String? {
        path.split(separator: "/").first { $0.hasPrefix("venue=") }.map { String($0.dropFirst(6)) }
    }
}
