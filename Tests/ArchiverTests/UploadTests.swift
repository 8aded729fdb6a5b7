import Base
import Foundation
import ObjectStore
import Runtime
import TestSupport
import Testing

@testable import ArchiverCore

@Suite("Archiver: to S3", .serialized, .enabled(if: TestBucket.isAvailable, TestBucket.missing))
struct UploadTests {
    private let bucket = TestBucket()

    /// Whether the bucket holds just these files, byte for byte.
    private func expectSame(_ bench: UploadBench, _ paths: [String]) throws {
        let copy = try ScratchFolder()
        try bucket.copy(into: copy.url.path)
        #expect(try copy.files == paths.sorted())
        for path in paths {
            #expect(
                try Data(contentsOf: copy.url.appending(path: path))
                    == Data(contentsOf: URL(filePath: "\(bench.root)/\(path)")))
        }
    }

    @Test(
        "what the archiver writes lies in the bucket byte for byte, is read there, and goes there once",
        .enabled(if: Python.isAvailable, Python.missing))
    func service() async throws {
        let bench = try ServiceBench()
        let upload = try bucket.config()
        let documents = try bench.publish(WrittenDocument.random(seed: 31, count: 60))
        try bench.start(upload: upload)
        try await bench.waitForRows(documents.count)
        try await bench.stop()
        // What was written last goes up with the next start, and nothing twice.
        try bench.start(upload: upload)
        let waiting = try FileQueue("\(bench.root)/_state/upload/waiting")
        for _ in 0..<1200 where try waiting.census().count > 0 { try await Task.sleep(for: .milliseconds(50)) }
        try await bench.stop()
        let files = try bench.folder.files.filter { $0.hasSuffix(".parquet") }
        #expect(bench.metrics.text.contains("tapedeck_archive_upload_files_total \(files.count)\n"))
        #expect(bench.health.readiness.contains { $0.name == "upload" && $0.status == .ok })
        let copy = try ScratchFolder()
        #expect(try bucket.countRows(copyingInto: copy.path("archive")) == documents.count)
        #expect(try copy.files == files)
        for file in files {
            #expect(FileManager.default.contentsEqual(atPath: copy.path(file), andPath: bench.folder.path(file)))
        }
        #expect(try ReadBack.differences(root: copy.path("archive"), documents: documents) == "")
    }

    @Test(
        "an archive that was there before is uploaded, and what the bucket has is left as it is",
        .enabled(if: Python.isAvailable, Python.missing))
    func existing() async throws {
        let bench = try UploadBench()
        let paths = try bench.write(5, bytes: 3000, seed: 1)
        let store = try bucket.store()
        let config = try bucket.config()
        let handle = try FileHandle(forReadingFrom: URL(filePath: "\(bench.root)/\(paths[0])"))
        #expect(try store.put("\(config.bucket)/\(bucket.prefix)/\(paths[0])", from: handle.fileDescriptor) == 3000)
        bench.start(config)
        try await bench.wait("all uploaded") { bench.value("files_total") == 4 && bench.value("backlog_files") == 0 }
        bench.stop()
        try expectSame(bench, paths)
        // The next start does not look at all of the archive again.
        #expect(try bench.folders.noteAll(for: config, clock: .system, until: ShutdownSignal()) == nil)
    }

    @Test(
        "a server that is killed in the middle of the work delays it, and nothing is lost",
        .enabled(if: TestBucket.kill != nil && TestBucket.start != nil, "needs S3_KILL_COMMAND and S3_START_COMMAND"),
        .enabled(if: Python.isAvailable, Python.missing))
    func killed() async throws {
        let bench = try UploadBench()
        // One in parts: Arrow sends what is larger than 10 MiB so.
        var paths = try bench.write(1, bytes: 23 << 20, seed: 2)
        // Enough that many are left when the server is gone: a thousand a second go up.
        paths += try bench.write(2000, bytes: 20_000, seed: 3)
        bench.start(try bucket.config())
        try await bench.wait("some uploaded") { bench.value("files_total") > 50 }
        #expect(TestBucket.run(TestBucket.kill))
        try await bench.wait("a failure") { bench.value("failures_total{reason=\"network_connection\"}") > 0 }
        try await bench.wait("not ready") { bench.state.status != .ok }
        #expect("\(bench.state.status)".contains("files wait for their upload"))
        #expect(TestBucket.run(TestBucket.start))
        try await bench.wait("all uploaded") { try bench.folders.waiting.census().count == 0 }
        bench.stop()
        #expect(try bench.folders.aside.census().count == 0)
        try expectSame(bench, paths)
    }

    @Test(
        "an upload that breaks off once, in the first part, in the second or in the last, leaves no object behind",
        .enabled(if: Python.isAvailable, Python.missing), arguments: [4 << 20, 15 << 20, 22 << 20])
    func brokenOff(bytes: Int) throws {
        let bench = try UploadBench()
        let path = try bench.write(1, bytes: 23 << 20, seed: 10)[0]
        let config = try bucket.config()
        let relay = try RunningRelay(before: try #require(TestBucket.port), cutAfter: bytes)
        var throughRelay = config.store
        throughRelay.endpoint = "127.0.0.1:\(relay.port)"
        // Tried again it would succeed: the relay breaks off once.
        throughRelay.attempts = 1
        let store = try ObjectStore(throughRelay)
        let key = "\(config.bucket)/\(bucket.prefix)/\(path)"
        func put() throws -> Int {
            let handle = try FileHandle(forReadingFrom: URL(filePath: "\(bench.root)/\(path)"))
            return try store.put(key, from: handle.fileDescriptor)
        }
        #expect(throws: ObjectStoreError.self) { try put() }
        #expect(try bucket.store().size(of: key) == nil)
        #expect(try put() == 23 << 20)
        try expectSame(bench, [path])
    }

    @Test(
        "a wrong secret is told without the secret, and with the right one everything goes on",
        .enabled(if: Python.isAvailable, Python.missing))
    func wrongSecret() async throws {
        let bench = try UploadBench()
        let paths = try bench.write(3, bytes: 100, seed: 4)
        bench.start(try bucket.config(secret: "not-the-secret-at-all"))
        try await bench.wait("a failure") { "\(bench.state.status)".contains("AWS Error") }
        bench.stop()
        #expect(bench.value("failures_total{reason=\"access_denied\"}") > 0)
        #expect(!"\(bench.state.status)".contains("not-the-secret-at-all"))
        #expect(!bench.metrics.text.contains("not-the-secret-at-all"))
        #expect(bench.value("files_total") == 0)
        bench.start(try bucket.config())
        try await bench.wait("all uploaded") { bench.value("files_total") == 3 && bench.state.status == .ok }
        bench.stop()
        try expectSame(bench, paths)
    }

    @Test(
        "a service with TLS is believed by the authority that is named, and by no other nor for another name",
        .enabled(if: Python.isAvailable, Python.missing))
    func tls() async throws {
        let authority = try TestAuthority.shared.get()
        let port = try #require(TestBucket.port)
        let relay = try RunningRelay(before: port, certificate: authority.localhost)
        let stranger = try RunningRelay(before: port, certificate: authority.stranger)
        let bench = try UploadBench()
        let paths = try bench.write(3, bytes: 100, seed: 9)
        for (port, caFile) in [(relay.port, authority.otherCAFile), (stranger.port, authority.caFile)] {
            bench.start(try bucket.config(endpoint: "https://localhost:\(port)", "ca_file: \(caFile)"))
            try await bench.wait("a failure") { "\(bench.state.status)".contains("AWS Error") }
            bench.stop()
            #expect(bench.value("files_total") == 0)
            #expect("\(bench.state.status)".contains("certificate"))
        }
        bench.start(try bucket.config(endpoint: "https://localhost:\(relay.port)", "ca_file: \(authority.caFile)"))
        try await bench.wait("all uploaded") { bench.value("files_total") == 3 && bench.state.status == .ok }
        bench.stop()
        try expectSame(bench, paths)
    }

    @Test("a bucket that is missing is made")
    func missingBucket() async throws {
        let bench = try UploadBench()
        try bench.write(2, bytes: 100, seed: 5)
        var config = try bucket.config()
        config.bucket = "made-\(UUID().uuidString.lowercased())"
        bench.start(config)
        try await bench.wait("all uploaded") { bench.value("files_total") == 2 }
        bench.stop()
    }

    @Test("another file of the same name is never replaced; it waits, and the others go on")
    func taken() async throws {
        let bench = try UploadBench()
        let paths = try bench.write(3, bytes: 100, seed: 6)
        let config = try bucket.config()
        let store = try bucket.store()
        let key = "\(config.bucket)/\(bucket.prefix)/\(paths[1])"
        let other = bench.folder.url.appending(path: "other")
        try Data(count: 55).write(to: other)
        let handle = try FileHandle(forReadingFrom: other)
        try store.put(key, from: handle.fileDescriptor)
        bench.start(config)
        try await bench.wait("the others") { bench.value("files_total") == 2 && bench.value("backlog_files") == 1 }
        bench.stop()
        #expect(bench.value("failures_total{reason=\"taken\"}") == 1)
        #expect(try store.size(of: key) == 55)
        #expect(try bench.folders.aside.census().count == 1)
    }

    @Test("files that are to be kept for a time go from the disk after it, with their folders, and stay in the bucket")
    func keepLocal() async throws {
        let bench = try UploadBench()
        let paths = try bench.write(4, bytes: 100, seed: 7)
        let late = try bench.write(1, bytes: 100, seed: 8, minute: 8)
        var config = try bucket.config()
        config.keepLocal = 1
        bench.start(config)
        try await bench.wait("all removed") { bench.value("removed_files_total") == 5 }
        try await bench.wait("no folder left") {
            let folder = "\(bench.root)/trade/v1/venue=v/product=spot/symbol=BTC%2FUSD/date=2026-11-21"
            return !FileManager.default.fileExists(atPath: folder)
        }
        bench.stop()
        let store = try bucket.store()
        for path in paths + late { #expect(try store.size(of: "\(config.bucket)/\(bucket.prefix)/\(path)") == 100) }
        #expect(try bench.folders.uploaded.census().count == 0)
    }
}
