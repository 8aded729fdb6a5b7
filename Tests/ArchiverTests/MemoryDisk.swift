import Archive
import MarketData
import Synchronization

@testable import ArchiverCore

/// A disk that survives the process: what is on it, and when it fails.
final class MemoryDisk {
    /// A file: its rows' offsets, and a number that stays its own when it is moved.
    struct File: Equatable {
        let number: Int
        let key: BucketKey
        let offsets: [Int64]
    }

    var manifest: ArchiveManifest?
    var staged: [String: File] = [:]
    var published: [String: File] = [:]
    /// How many points at which the process could die have been passed.
    private(set) var points = 0
    /// The point at which the next failure happens.
    var failsAt: Int?
    private var files = 0

    static let failure = ArchiveError.system("test", "disk", 5)

    /// One point in time between two effects on the disk.
    func point() throws(ArchiveError) {
        defer { points += 1 }
        if points == failsAt { throw Self.failure }
    }

    func makeFile(_ bucket: OpenBucket) -> File {
        files += 1
        var offsets: [Int64] = []
        bucket.appendOffsets(to: &offsets)
        return File(number: files, key: bucket.key, offsets: offsets)
    }
}

/// `LocalStorage`'s steps on a `MemoryDisk`, with a point before, between and after every effect.
struct MemoryStorage: PartitionStorage {
    let disk: MemoryDisk

    func loadManifest() throws(ArchiveError) -> ArchiveManifest? {
        try disk.point()
        return disk.manifest
    }

    func stage(_ bucket: OpenBucket, as name: String) throws(ArchiveError) -> Int {
        try disk.point()
        disk.staged[name] = disk.makeFile(bucket)
        try disk.point()
        return bucket.bytes
    }

    func replaceManifest(_ manifest: ArchiveManifest) throws(ArchiveError) {
        try disk.point()
        disk.manifest = manifest
        try disk.point()
    }

    func publish(_ files: [ArchiveManifest.Pending]) throws(ArchiveError) {
        var linked: [String] = []
        for file in files {
            try disk.point()
            guard let staged = disk.staged[file.staged] else { continue }
            var path = file.path
            while let there = disk.published[path], there != staged { path += ".2" }
            disk.published[path] = staged
            linked.append(file.staged)
        }
        for name in linked {
            try disk.point()
            disk.staged[name] = nil
        }
        try disk.point()
    }

    func discardStaged() throws(ArchiveError) {
        try disk.point()
        disk.staged = [:]
        try disk.point()
    }

    func release() {}

    func path(of bucket: OpenBucket) -> String {
        "\(bucket.key.symbol.index)/\(bucket.key.minute)/\(bucket.firstOffset)"
    }
}
