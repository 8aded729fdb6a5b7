import Base
import Foundation
import Runtime
import Simulator
import TestSupport
import Testing

@testable import ArchiverCore

/// An archive's folder with an uploader over it, without Kafka.
final class UploadBench {
    let folder: ScratchFolder
    let root: String
    let folders: UploadFolders
    let metrics = MetricsRegistry()
    private(set) var state = UploadState(maxWait: 0, clock: .system)
    private var shutdown = ShutdownSignal()
    private var uploader: Uploader?

    init() throws {
        folder = try ScratchFolder()
        root = folder.path("archive")
        folders = try UploadFolders(root: root)
    }

    /// Writes files of random bytes where the archiver would; the first start of the uploader notes them. Returns their paths.
    @discardableResult
    func write(_ count: Int, bytes: Int, seed: UInt64, minute: Int = 7) throws -> [String] {
        var generator = SeededGenerator(seed: seed)
        let paths = (0..<count).map { index in
            "trade/v1/venue=v/product=spot/symbol=BTC%2FUSD/date=2026-11-21/hour=09/minute=\(minute)/market.trade.v1-\(seed)-\(index).parquet"
        }
        for path in paths {
            let url = URL(filePath: "\(root)/\(path)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            // A short text again and again: random bytes would take longer than all the rest.
            let text = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var whole = Data(capacity: bytes + text.count)
            while whole.count < bytes { whole.append(contentsOf: text) }
            try whole.prefix(bytes).write(to: url)
        }
        return paths
    }

    func start(_ config: UploadConfig) {
        shutdown = ShutdownSignal()
        state = UploadState(maxWait: 0, clock: .system)
        let uploader = Uploader(
            config, root: root, folders: folders, state: state, metrics: metrics, logger: ServiceBench.logger,
            clock: .system, until: shutdown)
        uploader.start()
        self.uploader = uploader
    }

    func stop() {
        shutdown.request(reason: "test")
        uploader?.waitForEnd()
    }

    /// A metric's number, 0 where it is not there.
    func value(_ name: String) -> Int { Int(metrics.sum(of: "tapedeck_archive_upload_\(name)")) }

    /// Waits until something holds, or fails.
    func wait(
        _ what: String, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () throws -> Bool
    ) async throws {
        for _ in 0..<1200 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("not in 60 seconds: \(what); \(metrics.text)", sourceLocation: sourceLocation)
    }
}
