import Archive
import Base
import MarketData
import ObjectStore
import Runtime

/// The persistent state of the uploader, under `<root>/_state/upload`.
struct UploadFolders {
    /// Files to upload.
    let waiting: FileQueue
    /// Files that cannot be uploaded until an operator has checked them.
    let aside: FileQueue
    /// Uploaded files that are still on the local disk; used only if they are to be removed there later.
    let uploaded: FileQueue

    private let root: String
    /// The lock of the only process that uploads from this root.
    var lock: String { "\(Self.folder(root))/lock" }

    /// Opens the folders of an archive and creates missing ones.
    init(root: String) throws(ArchiveError) {
        self.root = root
        let folder = Self.folder(root)
        waiting = try FileQueue("\(folder)/waiting")
        aside = try FileQueue("\(folder)/aside")
        uploaded = try FileQueue("\(folder)/uploaded")
    }

    private static func folder(_ root: String) -> String { "\(root)/_state/upload" }

    /// The file that names the bucket for which the whole archive was queued.
    private static func target(_ root: String) -> String { "\(folder(root))/target" }

    /// Discards the upload state. Files archived from now on are not queued, so the whole archive is checked when uploading is
    /// switched on again.
    static func forget(root: String) throws(ArchiveError) {
        try LocalFiles.remove(target(root))
    }

    /// Queues every file of the archive, unless that was done for this target. Each is compared with the bucket when its turn
    /// comes. Returns the number of queued files; nil if there was nothing to do.
    func noteAll(
        for config: UploadConfig, clock: WallClock, until shutdown: ShutdownSignal
    ) throws(ArchiveError) -> Int? {
        let text = Array(
            "\(config.url) \(config.store.endpoint ?? "aws") \(config.keepLocal == nil ? "keeping" : "removing")\n".utf8
        )
        let target = Self.target(root)
        guard try LocalFiles.read(target) != text else { return nil }
        var count = 0
        try note("", clock: clock, until: shutdown, count: &count)
        guard !shutdown.isRequested else { return count }
        try waiting.sync()
        try text.withUnsafeBytesTyped { (bytes) throws(ArchiveError) in try LocalFiles.replace(target, with: bytes) }
        return count
    }

    /// Notes the files below a folder, whose path in the archive ends with a slash where it is not the root.
    private func note(
        _ path: String, clock: WallClock, until shutdown: ShutdownSignal, count: inout Int
    ) throws(ArchiveError) {
        var folders: [String] = []
        var files: [String] = []
        try LocalFiles.forEachName(in: "\(root)/\(path)") { name in
            if name.hasSuffix(".parquet") {
                files.append(path + name)
            } else if path + name != "_state" {
                folders.append(path + name)
            }
        }
        try waiting.add(files, at: clock.now(), syncs: false)
        count += files.count
        for folder in folders where !shutdown.isRequested && LocalFiles.isFolder("\(root)/\(folder)") {
            try note(folder + "/", clock: clock, until: shutdown, count: &count)
        }
    }
}
