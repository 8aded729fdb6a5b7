import Archive
import Foundation
import MarketData
import Runtime
import TestSupport
import Testing

@testable import ArchiverCore

@Suite("Archiver: what is to be uploaded")
struct FileQueueTests {
    private static let hour: Int64 = 3_600_000_000_000

    @Test("files come out oldest first, over hours, and no more than asked for")
    func order() throws {
        let folder = try ScratchFolder()
        let queue = try FileQueue(folder.path("queue"))
        try queue.add(["b/2.parquet"], at: 5 * Self.hour + 7)
        try queue.add(["a/1.parquet"], at: 3 * Self.hour)
        try queue.add(["c/0.parquet", "c/9.parquet"], at: 5 * Self.hour + 6)
        let paths = ["a/1.parquet", "c/0.parquet", "c/9.parquet", "b/2.parquet"]
        for limit in 1...5 {
            #expect(try queue.oldest(limit, now: 5 * Self.hour).map(\.path) == Array(paths.prefix(limit)))
        }
        #expect(try queue.oldest(9, before: 5 * Self.hour + 7, now: 0).map(\.path) == Array(paths.prefix(3)))
        let census = try queue.census()
        #expect(census.count == 4 && census.oldest == 3 * Self.hour)
    }

    @Test("what is taken out is gone, and so are the folders of hours that are over")
    func removal() throws {
        let folder = try ScratchFolder()
        let queue = try FileQueue(folder.path("queue"))
        try queue.add(["a/1.parquet"], at: 3 * Self.hour)
        try queue.add(["a/2.parquet"], at: 9 * Self.hour)
        for entry in try queue.oldest(9, now: 9 * Self.hour) { try queue.remove(entry) }
        #expect(try queue.oldest(9, now: 9 * Self.hour).isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("queue")) == ["9"])
        try queue.add(["a/3.parquet"], at: 3 * Self.hour)
        #expect(try queue.census().count == 1)
    }

    @Test("a file moves into another queue with another time")
    func moving() throws {
        let folder = try ScratchFolder()
        let queue = try FileQueue(folder.path("queue"))
        let other = try FileQueue(folder.path("other"))
        try queue.add(["a/1.parquet"], at: 3)
        let entry = try #require(try queue.oldest(1, now: 3).first)
        try queue.move(entry, to: other, at: 44)
        #expect(try queue.census().count == 0)
        let moved = try #require(try other.oldest(1, now: 3).first)
        #expect(moved.path == "a/1.parquet" && moved.time == 44)
    }

    @Test("a file that is placed is noted before its staged name goes, also when noting it failed at first")
    func placed() throws {
        let folder = try ScratchFolder()
        try Data("x".utf8).write(to: folder.url.appending(path: "staged"))
        let move = { (fails: Bool) throws -> [String] in
            var noted: [String] = []
            try LocalFiles.move([(folder.path("staged"), folder.path("a/b.parquet"))], ending: ".parquet") {
                places throws(ArchiveError) in
                if fails { throw .system("symlink", "here", ENOSPC) }
                noted = places
            }
            return noted
        }
        #expect(throws: ArchiveError.self) { try move(true) }
        #expect(FileManager.default.fileExists(atPath: folder.path("staged")))
        #expect(try move(false) == [folder.path("a/b.parquet")])
        #expect(try move(false) == [])
        #expect(try folder.files == ["a/b.parquet"])
    }
}
