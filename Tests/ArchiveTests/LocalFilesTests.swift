import Foundation
import TestSupport
import Testing

@testable import Archive

@Suite("Archive: local files")
struct LocalFilesTests {
    private func write(_ text: String, _ path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }
    private func read(_ path: String) throws -> String { try String(contentsOf: URL(filePath: path), encoding: .utf8) }

    @Test("a file is moved once; what is moved already is left alone")
    func move() throws {
        let folder = try ScratchFolder()
        try write("one", folder.path("staged"))
        for _ in 0..<2 {
            try LocalFiles.move([(folder.path("staged"), folder.path("a/b/x.parquet"))], ending: ".parquet")
        }
        #expect(try folder.files == ["a/b/x.parquet"])
    }

    @Test("a move that a crash has cut off between its two steps is finished, without a second copy")
    func moveAfterCrash() throws {
        let folder = try ScratchFolder()
        try write("one", folder.path("staged"))
        #expect(link(folder.path("staged"), folder.path("x.parquet")) == 0)
        try LocalFiles.move([(folder.path("staged"), folder.path("x.parquet"))], ending: ".parquet")
        #expect(try folder.files == ["x.parquet"])
    }

    @Test("no file is ever replaced by a move")
    func moveToTakenName() throws {
        let folder = try ScratchFolder()
        for text in ["one", "two", "three"] {
            try write(text, folder.path("staged"))
            try LocalFiles.move([(folder.path("staged"), folder.path("x.parquet"))], ending: ".parquet")
        }
        #expect(try folder.files == ["x.2.parquet", "x.3.parquet", "x.parquet"])
        #expect(try read(folder.path("x.parquet")) == "one" && read(folder.path("x.3.parquet")) == "three")
    }

    @Test("a file is replaced whole, and one that cannot be leaves the former one")
    func replace() throws {
        let folder = try ScratchFolder()
        func replace(_ text: String, _ name: String) throws {
            try Array(text.utf8).withUnsafeBytes { try LocalFiles.replace(folder.path(name), with: $0) }
        }
        #expect(try LocalFiles.read(folder.path("a")) == nil)
        try replace("one", "a")
        try replace("two", "a")
        #expect(try LocalFiles.read(folder.path("a")) == Array("two".utf8))
        #expect(try folder.files == ["a"])
        #expect(throws: ArchiveError.self) { try replace("x", "none/a") }
        // What is written first leads to a device that is always full.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("a.writing"), withDestinationPath: "/dev/full")
        let error = #expect(throws: ArchiveError.self) { try replace("three", "a") }
        #expect(error?.code == "disk_full")
        #expect(try LocalFiles.read(folder.path("a")) == Array("two".utf8))
    }

    @Test("a lock keeps a second holder out until the first lets go")
    func lock() throws {
        let folder = try ScratchFolder()
        var first: FileLock? = try FileLock(folder.path("lock"))
        #expect(throws: ArchiveError.locked(path: folder.path("lock"))) { try FileLock(folder.path("lock")) }
        withExtendedLifetime(first) {}
        first = nil
        _ = try FileLock(folder.path("lock"))
    }
}
