import Archive
import Foundation
import TestSupport
import Testing

@testable import ArchiverCore

/// Holds an archive against the documents that went into it, with DuckDB as the reader.
enum ReadBack {
    /// Answers what differs; empty when every document is in just one row, equal in every field, and in the right folder.
    ///
    /// - Parameter allowsMore: whether the archive may hold rows besides.
    static func differences(
        root: String, documents: [WrittenDocument], allowsMore: Bool = false
    ) throws -> String {
        let folder = try ScratchFolder()
        let lines = documents.map {
            #"{"topic":"\#($0.log.topic)","partition":\#($0.log.partition),"offset":\#($0.offset),"document":\#($0.json)}"#
        }
        try Data(lines.joined(separator: "\n").utf8).write(to: folder.url.appending(path: "expected.jsonl"))
        return try Python.run(
            try Python.program("read_back"), root, folder.path("expected.jsonl"), allowsMore ? "more" : "")
    }
}
