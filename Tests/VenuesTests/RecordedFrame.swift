import Foundation
import MarketData
import TestSupport
import VenueKit

/// A frame of a recording, and how it arrived.
struct RecordedFrame {
    /// The line of the recording, from 1.
    let line: Int
    /// The frame.
    let bytes: Data
    /// REST requests come from the recording's index, or from what a body alone lacks.
    let context: FrameContext

    /// The frames of `<venue>/<source>/<name>`.
    ///
    /// - Parameter snapshotRequest: the request of bodies of REST snapshots in recordings without an index.
    static func all(_ name: String, snapshotRequest: String? = nil) throws -> [RecordedFrame] {
        let requests = try requests(of: name)
        return try Recordings.frames(name).enumerated().map { index, bytes in
            var request = requests[index + 1]
            if request == nil, bytes.starts(with: Data("{\"lastUpdateId\"".utf8)) { request = snapshotRequest }
            let time = Timestamp(nanoseconds: 1_800_000_000_000_000_000 + Int64(index))
            return RecordedFrame(
                line: index + 1, bytes: bytes,
                context: FrameContext(
                    origin: request == nil ? .webSocket : .rest, request: request ?? "", receiveTime: time))
        }
    }

    /// Path and query of the lines that an index calls `http`, by line.
    private static func requests(of name: String) throws -> [Int: String] {
        guard let folder = Recordings.folder else { return [:] }
        let files = ["tsv", "tsv.gz"].map { folder.appending(path: "\(name).index.\($0)") }
        guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else { return [:] }
        var requests: [Int: String] = [:]
        for data in try Recordings.lines(file) {
            let columns = String(decoding: data, as: UTF8.self).split(
                separator: "\t", omittingEmptySubsequences: false)
            guard columns.count >= 4, columns[1] == "http", let line = Int(columns[0]),
                let url = columns[3].split(separator: " ").last.flatMap({ URLComponents(string: String($0)) })
            else { continue }
            requests[line] = url.path + (url.percentEncodedQuery.map { "?\($0)" } ?? "")
        }
        return requests
    }

    /// How often a text stands in the recording; counts what a decoder should find without decoding.
    static func count(_ frames: [RecordedFrame], of text: String) -> Int {
        let wanted = Data(text.utf8)
        return frames.reduce(0) { sum, frame in
            var count = 0
            var rest = frame.bytes[...]
            while let range = rest.range(of: wanted) {
                count += 1
                rest = rest[range.upperBound...]
            }
            return sum + count
        }
    }
}
