import Archive
import Base
import JSON
import MarketData
import Parquet
import Runtime

/// A partition's part of an archive on the local file system.
///
/// `<root>/_state/` holds, for each partition, its manifest `<topic>-<partition>.json`, a lock and a staging folder. It must be
/// on the same file system as the rest, because files are moved by linking.
struct LocalStorage: PartitionStorage {
    private let root: String
    private let log: TopicPartition
    private let reader: DocumentReader
    private let table: ArchiveTable
    private let version: String
    private let compressionLevel: Int32
    private let uploads: FileQueue?
    private let lock: FileLock

    /// Opens and locks the state of a partition. Creates missing folders.
    ///
    /// - Parameters:
    ///   - table: filled and emptied for each file; partitions of a topic may share it.
    ///   - version: the version of Tapedeck, for the metadata of files.
    ///   - uploads: the queue of files to upload.
    init(
        root: String, log: TopicPartition, reader: DocumentReader, table: ArchiveTable, version: String,
        compressionLevel: Int32, uploads: FileQueue? = nil
    ) throws(ArchiveError) {
        self.root = root
        self.log = log
        self.reader = reader
        self.table = table
        self.version = version
        self.compressionLevel = compressionLevel
        self.uploads = uploads
        try LocalFiles.makeFolder("\(root)/_state/\(log)")
        lock = try FileLock("\(root)/_state/\(log).lock")
    }

    private var staging: String { "\(root)/_state/\(log)" }
    private var manifestPath: String { "\(root)/_state/\(log).json" }

    func loadManifest() throws(ArchiveError) -> ArchiveManifest? {
        guard let bytes = try LocalFiles.read(manifestPath) else { return nil }
        do throws(DecodeError) {
            return try bytes.withUnsafeBytesTyped { (bytes) throws(DecodeError) in
                try ArchiveManifest(json: bytes, of: log)
            }
        } catch {
            throw .manifest(path: manifestPath, error)
        }
    }

    func stage(_ bucket: OpenBucket, as name: String) throws(ArchiveError) -> Int {
        defer { table.removeAll() }
        try bucket.append(to: table, by: reader, from: log)
        let symbol = reader.entry(of: bucket.key.symbol)
        var options = ParquetWriteOptions()
        options.compressionLevel = compressionLevel
        options.syncsFolder = false  // once a round, before the manifest
        return try table.write(
            to: "\(staging)/\(name)", of: symbol, from: log, offsets: bucket.firstOffset...bucket.lastOffset,
            writer: version, options: options)
    }

    func replaceManifest(_ manifest: ArchiveManifest) throws(ArchiveError) {
        var writer = JSONWriter()
        manifest.write(to: &writer)
        try LocalFiles.syncFolder(staging)
        try LocalFiles.replace(manifestPath, with: writer.bytes)
    }

    func publish(_ files: [ArchiveManifest.Pending]) throws(ArchiveError) {
        try LocalFiles.move(
            files.map { ("\(staging)/\($0.staged)", "\(root)/\($0.path)") }, ending: ".parquet"
        ) { places throws(ArchiveError) in
            try uploads?.add(places.map { String($0.dropFirst(root.count + 1)) }, at: WallClock.system.now())
        }
    }

    func discardStaged() throws(ArchiveError) { try LocalFiles.removeFiles(in: staging) }

    func release() { lock.release() }

    func path(of bucket: OpenBucket) -> String {
        ArchivePath.path(
            table: table.name, version: table.version, of: reader.entry(of: bucket.key.symbol),
            minute: bucket.key.start, log: log, firstOffset: bucket.firstOffset)
    }
}
