import Archive
import Base
import MarketData
import ObjectStore
import Runtime

/// What the uploader remembers on the disk, under `<root>/_state/upload`.
struct UploadFolders {
    /// What is to be uploaded.
    let waiting: FileQueue
    /// What cannot be, until somebody has looked at it.
    let aside: FileQueue
    /// What was uploaded and is still on the local disk; kept where it is to be removed there some day.
    let uploaded: FileQueue

    private let root: String
    /// Held by the one process of this root that uploads.
    var lock: String { "\(Self.folder(root))/lock" }

    /// Opens the folders of an archive, making them where they are missing.
    init(root: String) throws(ArchiveError) {
        self.root = root
        let folder = Self.folder(root)
        waiting = try FileQueue("\(folder)/waiting")
        aside = try FileQueue("\(folder)/aside")
        uploaded = try FileQueue("\(folder)/uploaded")
    }

    private static func folder(_ root: String) -> String { "\(root)/_state/upload" }

    /// Says for which bucket all of the archive was noted.
    private static func target(_ root: String) -> String { "\(folder(root))/target" }

    /// Forgets that anything was uploaded: what is archived from now on is not noted, so all of the archive is looked at when
    /// uploading begins again.
    static func forget(root: String) throws(ArchiveError) {
        try LocalFiles.remove(target(root))
    }

    /// Notes every file that the archive holds, unless that was done for this target: each is compared with the bucket when its
    /// turn comes. Returns how many were noted; nil where nothing had to be.
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
